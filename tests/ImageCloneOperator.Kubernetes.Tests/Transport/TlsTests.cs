using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Tests.Configuration;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ImageCloneOperator.Kubernetes.Tests.Transport;

public sealed class TlsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _authority = TestCertificates.Authority();

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("EC")]
    [InlineData("RSA")]
    public async Task A_client_certificate_of_either_kind_says_who_calls(string algorithm)
    {
        await using var api = await StartAsync("api.example");
        using AsymmetricAlgorithm key = algorithm == "EC" ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        using var certificate = TestCertificates.Issue(_authority, "alice", key);
        _folder.Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        var user = $"{{client-certificate-data: {TestCertificates.Base64(certificate)}, client-key: key.pem}}";

        var seen = await AskAsync(
            api, $"certificate-authority-data: {TestCertificates.Base64(_authority)}, tls-server-name: api.example", user);

        Assert.Equal("CN=alice HTTP/2", seen);
    }

    [Fact]
    public async Task A_certificate_of_a_stranger_or_for_another_name_is_refused_in_one_clear_sentence()
    {
        await using var api = await StartAsync("api.example");
        using var stranger = TestCertificates.Authority();

        var untrusted = await Assert.ThrowsAsync<KubernetesConnectionException>(
            () => AskAsync(api, $"certificate-authority-data: {TestCertificates.Base64(stranger)}, tls-server-name: api.example", "{}"));
        var misnamed = await Assert.ThrowsAsync<KubernetesConnectionException>(
            () => AskAsync(api, $"certificate-authority-data: {TestCertificates.Base64(_authority)}", "{}"));

        Assert.StartsWith("no secure connection (", untrusted.Message, StringComparison.Ordinal);
        Assert.EndsWith($"context \"here\" of {_folder.Path}/config", untrusted.Message, StringComparison.Ordinal);
        Assert.Contains("NameMismatch", misnamed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_insecure_configuration_takes_any_certificate()
    {
        await using var api = await StartAsync("whoever");

        Assert.Equal(" HTTP/2", await AskAsync(api, "insecure-skip-tls-verify: true", "{}"));
    }

    private async Task<ApiStub> StartAsync(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = TestCertificates.Issue(_authority, name, key);
        var served = certificate.CopyWithPrivateKey(key);
        return await ApiStub.StartAsync(
            context => context.Response.WriteAsync(
                $$$"""{"metadata":{"name":"{{{context.Connection.ClientCertificate?.Subject}}} {{{context.Request.Protocol}}}"}}"""),
            new HttpsConnectionAdapterOptions
            {
                ServerCertificate = served,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = (_, _, _) => true,
            });
    }

    private async Task<string?> AskAsync(ApiStub api, string cluster, string user)
    {
        var file = _folder.Write("config", Kubeconfigs.Of($"{{server: '{api.Address}', {cluster}}}", user));
        using var client = new KubernetesClient(ClusterConfiguration.FromFile(file));
        return (await client.GetAsync<V1Namespace>("any", null, Bound.Token()))?.Metadata.Name;
    }
}
