namespace ImageCloneOperator.DevCluster.Demo;

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

    private static IEnumerable<string> Files(string path) => File.Exists(path)
        ? [path]
        : Directory.GetFiles(path, "*.yaml").Where(file => Path.GetFileName(file) != "kustomization.yaml").Order(StringComparer.Ordinal);
}
