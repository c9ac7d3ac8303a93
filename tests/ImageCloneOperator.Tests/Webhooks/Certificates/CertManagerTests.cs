using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Webhooks.Certificates;
using k8s.Models;

namespace ImageCloneOperator.Tests.Webhooks.Certificates;

/// <summary>Where cert-manager makes the certificate and injects its authority, the operator only serves it.</summary>
public sealed class CertManagerTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    private const string Namespace = "image-clone-system";
    private static readonly string[] Hosts = [Handshake.Host];

    [Fact]
    public async Task Certificates_of_cert_manager_are_served_and_neither_they_nor_the_bundles_are_written()
    {
        var made = CertificateSecret.None.Renewed(Hosts, TimeProvider.System.GetUtcNow());
        await cluster.ApplyAsync<V1Namespace>($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {Namespace}}}}}");
        foreach (var file in (string[])["mutating", "validating"]) await ConfigureAsync(file, made);
        await using var app = await OperatorHost.StartAsync(cluster);
        var address = OperatorHost.Address(app, "https");
        await Eventually.True(
            async () => await NotReadyAsync(app) is { } missing && missing.Contains("cert-manager", StringComparison.Ordinal));
        Assert.Null(await SecretAsync());

        await WriteAsync(made);
        await Eventually.True(async () => await ServedAsync(address, made), pause: Handshake.Pause);

        // A renewed one, by the same authority, is followed.
        var renewed = made with { Serving = CertificateIssuer.Issue(made.Authority!, Hosts, TimeProvider.System.GetUtcNow()) };
        await WriteAsync(renewed);
        await Eventually.True(async () => await ServedAsync(address, renewed), pause: Handshake.Pause);

        Assert.Equal(renewed.ToData(), (await SecretAsync())!.Data);
        var configuration = await cluster.GetAsync<V1MutatingWebhookConfiguration>("image-clone-operator", null);
        Assert.Equal(made.ToData()["ca.crt"], configuration!.Webhooks![0].ClientConfig!.CaBundle);
        await app.StopAsync();
    }

    private async Task ConfigureAsync(string file, CertificateSecret made)
    {
        var yaml = (await File.ReadAllTextAsync(Checkout.PathOf("config", "webhook", $"{file}.yaml")))
            .Replace(
                "  name: image-clone-operator\n  labels:",
                "  name: image-clone-operator\n  annotations: {cert-manager.io/inject-ca-from: image-clone-system/x}\n  labels:",
                StringComparison.Ordinal)
            .Replace(
                "  clientConfig:",
                $"  clientConfig:\n    caBundle: {Convert.ToBase64String(made.ToData()["ca.crt"])}",
                StringComparison.Ordinal);
        if (file == "mutating") await cluster.ApplyAsync<V1MutatingWebhookConfiguration>(yaml);
        else await cluster.ApplyAsync<V1ValidatingWebhookConfiguration>(yaml);
    }

    private Task<V1Secret?> SecretAsync() => cluster.GetAsync<V1Secret>("image-clone-operator-webhook-tls", Namespace);

    private async Task WriteAsync(CertificateSecret content)
    {
        var data = new JsonObject(
            content.ToData().Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)Convert.ToBase64String(entry.Value))));
        var secret = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["type"] = "kubernetes.io/tls",
            ["metadata"] = new JsonObject
            {
                ["name"] = "image-clone-operator-webhook-tls",
                ["namespace"] = Namespace,
                ["annotations"] = new JsonObject { ["cert-manager.io/certificate-name"] = "x" },
            },
            ["data"] = data,
        };
        await cluster.Client.PatchAsync<V1Secret>(
            "image-clone-operator-webhook-tls", Namespace, Patch.Apply(secret, force: true), null, CancellationToken.None);
    }

    private static async Task<string?> NotReadyAsync(Microsoft.AspNetCore.Builder.WebApplication app)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(OperatorHost.Address(app, "http"), "readyz"));
        return answer.IsSuccessStatusCode ? null : await answer.Content.ReadAsStringAsync();
    }

    private static async Task<bool> ServedAsync(Uri address, CertificateSecret expected)
    {
        using var serving = expected.Serving!.Load();
        return await Handshake.ServedAsync(address, expected.Authority!.CertificatePem) == serving.Thumbprint;
    }
}
