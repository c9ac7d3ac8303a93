using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.EndToEnd.Tests.Support.Webhooks;

/// <summary>
/// The webhook configurations of config/webhook, for an operator that runs beside the cluster and not behind a Service in it.
/// </summary>
internal sealed class WebhookInstallation : IAsyncDisposable
{
    private const string Name = "image-clone-operator";

    private static readonly string[] Kinds = ["mutatingwebhookconfiguration", "validatingwebhookconfiguration"];

    private readonly Kubectl _kubectl;
    private readonly string _manifests;

    private WebhookInstallation(Kubectl kubectl, string address, string manifests) =>
        (_kubectl, Address, _manifests) = (kubectl, address, manifests);

    /// <summary>Where API servers reach the operator, such as <c>https://127.0.0.1:9443</c>.</summary>
    public string Address { get; }

    /// <summary>Waits until the API server asks our webhooks.</summary>
    public static async Task<WebhookInstallation> InstallAsync(Kubectl kubectl, int port)
    {
        var address = $"https://{await HostAsync(kubectl)}:{port}";
        var installation = new WebhookInstallation(kubectl, address, await ManifestsAsync(kubectl, address));
        await installation.ApplyAsync();
        await Eventually.InClusterAsync(
            "the API server asks the validating webhook",
            async () => (await kubectl.TryAsync(Invalid, "create", "--dry-run=server", "-f", "-")).ExitCode != 0);
        return installation;
    }

    /// <summary>As a GitOps tool does that replaces objects: what was added to them goes.</summary>
    public async Task ReplaceAsync() => (await _kubectl.TryAsync(_manifests, "replace", "-f", "-")).Require();

    public async Task<IReadOnlyList<string>> BundlesAsync()
    {
        var bundles = new List<string>();
        foreach (var kind in Kinds)
        {
            var webhooks = (await _kubectl.GetAsync(kind, Name))!["webhooks"]!.AsArray();
            bundles.AddRange(webhooks.Select(
                webhook => Encoding.ASCII.GetString(Convert.FromBase64String((string?)webhook!["clientConfig"]!["caBundle"] ?? ""))));
        }

        return bundles;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var kind in Kinds) await _kubectl.RunAsync("delete", kind, Name, "--ignore-not-found");
    }

    private Task ApplyAsync() => _kubectl.ApplyAsync(_manifests);

    /// <summary>Our manifests, with addresses in place of the Service.</summary>
    public static async Task<string> ManifestsAsync(Kubectl kubectl, string address)
    {
        var manifests = new List<string>();
        foreach (var file in Directory.GetFiles(Checkout.PathOf("config", "webhook"), "*ing.yaml"))
        {
            var configuration = JsonNode.Parse(await kubectl.RunAsync("create", "-f", file, "--dry-run=client", "-o", "json"))!;
            foreach (var webhook in configuration["webhooks"]!.AsArray())
            {
                var path = (string)webhook!["clientConfig"]!["service"]!["path"]!;
                webhook["clientConfig"] = new JsonObject { ["url"] = address + path };
                // On a busy machine two seconds are soon over, and a pod that is missed then says nothing.
                webhook["timeoutSeconds"] = 10;
            }

            manifests.Add(configuration.ToJsonString());
        }

        return string.Join("\n", manifests);
    }

    /// <summary>The address that this machine has towards the API server; the kernel knows, and nothing is sent.</summary>
    public static async Task<string> HostAsync(Kubectl kubectl)
    {
        var server = new Uri(await kubectl.RunAsync("config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}"));
        using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server.Host, server.Port);
        var local = ((IPEndPoint)socket.LocalEndPoint!).Address;
        var host = local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local;
        return host.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{host}]" : host.ToString();
    }

    /// <summary>The schema lets it pass, our validators do not.</summary>
    private const string Invalid = """
        apiVersion: imageclone.dev/v1alpha1
        kind: BackupPolicy
        metadata: {generateName: probe-}
        spec: {target: {registry: registry.example.com}, images: {include: [nginx]}}
        """;
}
