using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>The operator's kinds and rights in a cluster.</summary>
internal static class OperatorInstallation
{
    private const string Namespace = "image-clone-system";
    private const string Account = "image-clone-operator";

    /// <summary>Installs what the operator needs, as its users do, but leaves its Deployment out: here it runs as a process.</summary>
    /// <returns>The path of a kubeconfig with the rights of the operator's ServiceAccount, and no others.</returns>
    public static async Task<string> InstallAsync(Kubectl kubectl, string folder)
    {
        await kubectl.InstallKindsAsync();
        await kubectl.RunAsync("apply", "-k", Checkout.PathOf("config", "rbac"));
        foreach (var component in new[] { "foreign-pull-secrets", "managed-pull-secrets" })
        {
            var manifests = Checkout.PathOf("config", "components", component);
            await kubectl.RunAsync(
                "apply", "-f", Path.Combine(manifests, "cluster-role.yaml"), "-f", Path.Combine(manifests, "cluster-role-binding.yaml"));
        }

        var policy = Checkout.PathOf("config", "components", "admission-policy");
        await kubectl.RunAsync("apply", "-f", Path.Combine(policy, "policy.yaml"), "-f", Path.Combine(policy, "binding.yaml"));
        return await KubeconfigAsync(kubectl, folder);
    }

    /// <summary>Writes a kubeconfig with the rights of the operator's ServiceAccount, and no others.</summary>
    public static Task<string> KubeconfigAsync(Kubectl kubectl, string folder) =>
        KubeconfigAsync(kubectl, Account, Namespace, Path.Combine(folder, "operator.kubeconfig"));

    /// <summary>Writes a kubeconfig with the rights of a ServiceAccount, and no others.</summary>
    public static async Task<string> KubeconfigAsync(Kubectl kubectl, string account, string @namespace, string path)
    {
        var token = await kubectl.RunAsync("create", "token", account, "-n", @namespace, "--duration=4h");
        var configuration = JsonNode.Parse(await kubectl.RunAsync("config", "view", "--raw", "--minify", "--flatten", "-o", "json"))!;
        configuration["users"]![0]!["user"] = new JsonObject { ["token"] = token.Trim() };
        await File.WriteAllTextAsync(path, configuration.ToJsonString(JsonSerializerOptions.Default));
        return path;
    }
}
