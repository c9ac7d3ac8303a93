using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support.Webhooks;
using ImageCloneOperator.Testing.Webhooks;

namespace ImageCloneOperator.EndToEnd.Tests.Support.Pods;

/// <summary>
/// A webhook of somebody else that puts the container "proxy" into each new pod of a scene. It is called after the operator's, which sees
/// what it puts in only since it asks to be called again.
/// </summary>
internal sealed class SidecarInjector : IAsyncDisposable
{
    private readonly Kubectl _kubectl;
    private readonly WebhookServer _server;
    private readonly string _name;

    private SidecarInjector(Kubectl kubectl, WebhookServer server, string name) => (_kubectl, _server, _name) = (kubectl, server, name);

    public static async Task<SidecarInjector> StartAsync(Kubectl kubectl, Scene scene, string image)
    {
        var address = IPAddress.Parse(await WebhookInstallation.HostAsync(kubectl));
        var injector = new SidecarInjector(
            kubectl, await WebhookServer.StartAsync(request => Answer(request, image), address: address), $"z-{scene.Name}");
        await kubectl.ApplyAsync($$"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingWebhookConfiguration
            metadata: {name: {{injector._name}} }
            webhooks:
            - name: injector.example.com
              admissionReviewVersions: [v1]
              sideEffects: None
              clientConfig: {url: "{{injector._server.Url}}", caBundle: "{{injector._server.CaBundle}}"}
              namespaceSelector: {matchLabels: {scene: {{scene.Name}} } }
              rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
            """);
        return injector;
    }

    public async ValueTask DisposeAsync()
    {
        await _kubectl.RunAsync("delete", "mutatingwebhookconfiguration", _name, "--ignore-not-found");
        await _server.DisposeAsync();
    }

    private static JsonObject Answer(JsonObject request, string image)
    {
        var isThere = request["object"]!["spec"]!["containers"]!.AsArray().Any(container => (string?)container!["name"] == "proxy");
        var patch = new JsonArray();
        if (!isThere)
        {
            patch.Add(new JsonObject
            {
                ["op"] = "add",
                ["path"] = "/spec/containers/-",
                ["value"] = new JsonObject { ["name"] = "proxy", ["image"] = image },
            });
        }

        return new JsonObject
        {
            ["allowed"] = true,
            ["patchType"] = "JSONPatch",
            ["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(patch.ToJsonString())),
        };
    }
}
