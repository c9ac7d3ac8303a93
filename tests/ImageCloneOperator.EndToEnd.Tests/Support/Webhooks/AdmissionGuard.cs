using System.Net;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Webhooks;

namespace ImageCloneOperator.EndToEnd.Tests.Support.Webhooks;

/// <summary>
/// A policy engine of somebody else: a validating webhook that is asked about what is created, in a scene or outside of namespaces.
/// </summary>
internal sealed class AdmissionGuard : IAsyncDisposable
{
    private readonly Kubectl _kubectl;
    private readonly WebhookServer _server;
    private readonly string _name;

    private AdmissionGuard(Kubectl kubectl, WebhookServer server, string name) => (_kubectl, _server, _name) = (kubectl, server, name);

    /// <param name="refusal">Why an object is refused; null where it is not.</param>
    public static async Task<AdmissionGuard> StartAsync(
        Kubectl kubectl, Scene scene, string group, string resource, Func<JsonNode, string?> refusal)
    {
        var server = await WebhookServer.StartAsync(
            request => Answer(refusal(request["object"]!)), address: IPAddress.Parse(await WebhookInstallation.HostAsync(kubectl)));
        var guard = new AdmissionGuard(kubectl, server, scene.Name);
        await kubectl.ApplyAsync($$"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: {{guard._name}} }
            webhooks:
            - name: guard.example.com
              admissionReviewVersions: [v1]
              sideEffects: None
              clientConfig: {url: "{{server.Url}}", caBundle: "{{server.CaBundle}}"}
              namespaceSelector: {matchLabels: {scene: {{scene.Name}} } }
              rules: [{apiGroups: ["{{group}}"], apiVersions: ["*"], operations: [CREATE], resources: ["{{resource}}"]}]
            """);
        return guard;
    }

    /// <summary>Waits until the API server, which learns of webhooks only after a while, asks this one.</summary>
    /// <param name="refused">An object that it refuses.</param>
    public Task AskedAsync(string refused) => Eventually.InClusterAsync(
        "the API server asks the guard",
        async () => (await _kubectl.TryAsync(refused, "create", "--dry-run=server", "-f", "-")).ExitCode != 0);

    public async ValueTask DisposeAsync()
    {
        await _kubectl.RunAsync("delete", "validatingwebhookconfiguration", _name, "--ignore-not-found");
        await _server.DisposeAsync();
    }

    private static JsonObject Answer(string? refusal) => new()
    {
        ["allowed"] = refusal is null,
        ["status"] = new JsonObject { ["message"] = refusal ?? "" },
    };
}
