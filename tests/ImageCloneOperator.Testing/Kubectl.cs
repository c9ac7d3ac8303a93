using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing;

/// <summary>The real kubectl, as the cluster's administrator.</summary>
public sealed class Kubectl(string kubeconfig)
{
    public string Kubeconfig => kubeconfig;

    public Task<ShellResult> TryAsync(string? input, params IEnumerable<string> arguments) =>
        Shell.RunAsync("kubectl", arguments, input, ("KUBECONFIG", kubeconfig), ("KUBECTL_EXTERNAL_DIFF", "diff -u"));

    public async Task<string> RunAsync(params IEnumerable<string> arguments) => (await TryAsync(null, arguments)).Require();

    public async Task ApplyAsync(string manifest) => (await TryAsync(manifest, "apply", "-f", "-")).Require();

    /// <summary>Installs our kinds and the operator's namespace, as users do.</summary>
    public async Task InstallKindsAsync()
    {
        await RunAsync("apply", "-f", Checkout.PathOf("config", "crds"));
        await RunAsync("apply", "-f", Checkout.PathOf("config", "manager", "namespace.yaml"));
        await WaitAsync("crd/backuppolicies.imageclone.dev", "condition=Established");
        await WaitAsync("crd/imagebackups.imageclone.dev", "condition=Established");
    }

    /// <summary>Null where there is no such object.</summary>
    public async Task<JsonNode?> GetAsync(string kind, string name, string? @namespace = null)
    {
        var text = await RunAsync(["get", kind, name, "-o", "json", "--ignore-not-found", .. In(@namespace)]);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    public async Task<IReadOnlyList<JsonNode>> ListAsync(string kind, string? selector = null, string? @namespace = null)
    {
        string[] select = selector is null ? [] : ["-l", selector];
        var list = JsonNode.Parse(await RunAsync(["get", kind, "-o", "json", .. select, .. In(@namespace)]))!;
        return [.. list["items"]!.AsArray().Select(item => item!)];
    }

    public Task<string> WaitAsync(string subject, string condition, string? @namespace = null, string? selector = null) =>
        RunAsync([
            "wait", subject, $"--for={condition}", "--timeout=60s", .. selector is null ? Array.Empty<string>() : ["-l", selector],
            .. In(@namespace),
        ]);

    private static string[] In(string? @namespace) => @namespace is null ? [] : ["-n", @namespace];
}
