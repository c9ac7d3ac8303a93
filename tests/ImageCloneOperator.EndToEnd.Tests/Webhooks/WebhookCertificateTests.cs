using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Webhooks;

public sealed class WebhookCertificateTests : SceneTests
{
    private const string Namespace = "image-clone-system";
    private const string Secret = "image-clone-operator-webhook-tls";

    [Fact]
    public async Task A_bundle_that_somebody_drops_is_put_back()
    {
        await World.Webhooks.ReplaceAsync();

        await Eventually.InClusterAsync("each webhook has its bundle again", async () =>
            (await World.Webhooks.BundlesAsync()).All(
                bundle => bundle.StartsWith("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task No_pod_is_missed_while_certificates_are_renewed_and_made_anew()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync("rewrite: {mode: Pod}");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        await Scene.BackupAsync(Scene.Image(Scene.Name, "1.0"));
        using var end = new CancellationTokenSource();
        var pods = Task.Run(() => CreatePodsAsync(end.Token), CancellationToken.None);

        // A certificate that ends soon is renewed by the same authority.
        var first = await ServedAsync();
        await SoonToEndAsync();
        await Eventually.InClusterAsync("a renewed certificate is served", async () => IsFresh(await ServedAsync(), first));

        // Without its Secret everything is made anew, the authority too.
        var second = await ServedAsync();
        await World.Kubectl.RunAsync("delete", "secret", Secret, "-n", Namespace);
        await Eventually.InClusterAsync("a certificate of a new authority is served", async () => IsFresh(await ServedAsync(), second));

        await end.CancelAsync();
        var created = await pods;
        Assert.True(created.Count > 10);
        Assert.All(created, image => Assert.StartsWith($"{World.Target.Host}/", image, StringComparison.Ordinal));
    }

    /// <summary>Several a second; kubectl without a pause would keep the machine busy for nothing.</summary>
    /// <returns>The image that each was given.</returns>
    private async Task<List<string>> CreatePodsAsync(CancellationToken end)
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["generateName"] = "rotation-",
                ["namespace"] = Scene.Name,
                ["labels"] = new JsonObject { ["pod-template-hash"] = "5f7c8d" },
                ["ownerReferences"] = new JsonArray(new JsonObject
                {
                    ["apiVersion"] = "apps/v1",
                    ["kind"] = "ReplicaSet",
                    ["name"] = "web-5f7c8d",
                    ["uid"] = Guid.NewGuid().ToString(),
                    ["controller"] = true,
                }),
            },
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray(new JsonObject { ["name"] = "c0", ["image"] = Scene.Image(Scene.Name, "1.0") }),
            },
        }.ToJsonString();
        var images = new List<string>();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!end.IsCancellationRequested && await pace.WaitForNextTickAsync(CancellationToken.None))
        {
            var created = JsonNode.Parse(
                (await World.Kubectl.TryAsync(pod, "create", "--dry-run=server", "-f", "-", "-o", "json")).Require())!;
            images.Add((string)created["spec"]!["containers"]![0]!["image"]!);
        }

        return images;
    }

    /// <summary>Puts a certificate in the Secret that has all but reached its end, signed by the authority that is there.</summary>
    private async Task SoonToEndAsync()
    {
        var data = (await World.Kubectl.GetAsync("secret", Secret, Namespace))!["data"]!;
        using var authority = X509Certificate2.CreateFromPem(Text(data["ca.crt"]), Text(data["ca.key"]));
        using var before = X509Certificate2.CreateFromPem(Text(data["tls.crt"]));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(before.SubjectName, key, HashAlgorithmName.SHA256);
        foreach (var extension in before.Extensions.Where(extension => extension is not X509SubjectKeyIdentifierExtension))
            request.CertificateExtensions.Add(extension);
        using var ending = request.Create(
            authority,
            new DateTimeOffset(authority.NotBefore),
            TimeProvider.System.GetUtcNow().AddMinutes(30),
            RandomNumberGenerator.GetBytes(16));
        var patch = new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["tls.crt"] = Base64(ending.ExportCertificatePem()),
                ["tls.key"] = Base64(key.ExportPkcs8PrivateKeyPem()),
            },
        };
        await World.Kubectl.RunAsync("patch", "secret", Secret, "-n", Namespace, "--type=merge", "-p", patch.ToJsonString());
    }

    /// <summary>What the operator serves now, to one that trusts the bundle alone, as API servers do.</summary>
    private async Task<X509Certificate2> ServedAsync()
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPem((await World.Webhooks.BundlesAsync())[0]);
        var address = new Uri(World.Webhooks.Address);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(address.Host, address.Port);
        await using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = address.Host, CertificateChainPolicy = trust });
        return X509CertificateLoader.LoadCertificate(tls.RemoteCertificate!.Export(X509ContentType.Cert));
    }

    private static bool IsFresh(X509Certificate2 served, X509Certificate2 before) =>
        served.Thumbprint != before.Thumbprint && served.NotAfter > TimeProvider.System.GetLocalNow().AddDays(80).DateTime;

    private static string Text(JsonNode? base64) => Encoding.ASCII.GetString(Convert.FromBase64String((string)base64!));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
}
