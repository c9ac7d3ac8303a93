using System.Net;
using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Registry.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ImageCloneOperator.Registry.Tests.Odd;

/// <summary>What may be given to trust a host, and what is said when it is not trusted.</summary>
public sealed class CertificateTests : IDisposable
{
    private readonly X509Certificate2 _root = Certificates.Authority("root");
    private readonly X509Certificate2 _intermediate;
    private readonly X509Certificate2 _other = Certificates.Authority("other");

    public CertificateTests() => _intermediate = Certificates.Authority("intermediate", _root);

    public void Dispose() => Array.ForEach([_root, _intermediate, _other], certificate => certificate.Dispose());

    [Theory]
    [InlineData("root")]
    [InlineData("intermediate")]
    [InlineData("server")]
    [InlineData("other+root")]
    public async Task Each_certificate_of_the_chain_is_an_anchor(string anchor)
    {
        using var server = Certificates.Server(_intermediate);
        var pem = anchor switch
        {
            "root" => Pem(_root),
            "intermediate" => Pem(_intermediate),
            "server" => Pem(server),
            _ => $"{Pem(_other)}\n{Pem(_root)}",
        };

        await PingAsync(server, pem);
    }

    [Fact]
    public async Task Unknown_authority_is_named()
    {
        using var server = Certificates.Server(_intermediate);

        var message = await FailAsync(server, Pem(_other));

        Assert.Contains("unknown authority (CN=intermediate)", message, StringComparison.Ordinal);
        Assert.DoesNotContain("plain HTTP", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_for_another_name_is_told_with_its_names()
    {
        using var server = Certificates.Server(_intermediate, "registry.example.com");

        Assert.Contains("another name (registry.example.com)", await FailAsync(server, Pem(_root)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_certificate_is_told_with_its_date()
    {
        var ended = TimeProvider.System.GetUtcNow().AddDays(-2);
        using var server = Certificates.Server(_intermediate, until: ended);

        Assert.Contains($"expired at {ended:yyyy-MM-dd}", await FailAsync(server, Pem(_root)), StringComparison.Ordinal);
    }

    private static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem();

    private async Task<string> FailAsync(X509Certificate2 server, string pem) =>
        (await Assert.ThrowsAsync<RegistryException>(() => PingAsync(server, pem))).Message;

    private async Task PingAsync(X509Certificate2 server, string pem)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = server,
                ServerCertificateChain = [_intermediate],
            })));
        await using var app = builder.Build();
        ((IApplicationBuilder)app).Run(_ => Task.CompletedTask);
        await app.StartAsync();
        var address = ((IApplicationBuilder)app).ServerFeatures.Get<IServerAddressesFeature>()!.Addresses.First();
        using var copies = new Copies();
        var settings = new RegistryHostSettings { CertificateAuthorityPem = pem };
        await copies.Inspector.PingAsync(Copies.At($"{new Uri(address).Authority}/app:v1") with { Settings = settings });
    }
}
