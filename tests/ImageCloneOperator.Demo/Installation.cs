using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Demo;

/// <summary>Installs what the operator needs from its manifests, but leaves its Deployment out: here it runs as a process.</summary>
internal static class Installation
{
    private static readonly string[] Parts = ["manager/namespace.yaml", "crds", "rbac", "components/foreign-pull-secrets"];

    /// <param name="client">The cluster.</param>
    /// <param name="config">The folder config of the repository.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What was applied.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(ClusterClient client, string config, CancellationToken cancellationToken)
    {
        var applied = new List<string>();
        foreach (var file in Parts.SelectMany(part => Files(Path.Combine(config, part))))
            applied.AddRange(await client.ApplyAsync(await File.ReadAllTextAsync(file, cancellationToken), cancellationToken));
        return applied;
    }

    /// <summary>Has the API server ask an operator beside the cluster, instead of one behind a Service in it.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="config">The folder config of the repository.</param>
    /// <param name="address">Where the operator serves its webhooks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task AddWebhooksAsync(ClusterClient client, string config, Uri address, CancellationToken cancellationToken)
    {
        foreach (var file in Files(Path.Combine(config, "webhook")))
        {
            var configuration = Json.ParseObject(Yaml.ToJson(await File.ReadAllBytesAsync(file, cancellationToken)));
            foreach (var webhook in configuration.Objects("webhooks"))
            {
                webhook["clientConfig"] = new JsonObject
                {
                    ["url"] = new Uri(address, webhook.Text("clientConfig", "service", "path")).ToString(),
                };
            }

            await client.ApplyAsync(configuration, cancellationToken);
        }
    }

    private static IEnumerable<string> Files(string path) => File.Exists(path)
        ? [path]
        : Directory.GetFiles(path, "*.yaml").Order(StringComparer.Ordinal);
}
