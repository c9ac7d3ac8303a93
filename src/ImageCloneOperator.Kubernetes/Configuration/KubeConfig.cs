using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Kubernetes.Configuration;

/// <summary>
/// One or more kubeconfig files as one (kubernetes.io: Organizing Cluster Access Using kubeconfig Files): the first to name something wins.
/// </summary>
internal sealed class KubeConfig
{
    private readonly Dictionary<string, YamlSection> _clusters = [];
    private readonly Dictionary<string, YamlSection> _users = [];
    private readonly Dictionary<string, YamlSection> _contexts = [];
    private readonly string _files;
    private string? _currentContext;

    private KubeConfig(string files) => _files = files;

    /// <summary>Files that do not exist are passed over, as long as one does.</summary>
    public static KubeConfig Read(IReadOnlyList<string> paths)
    {
        var config = new KubeConfig(string.Join(Path.PathSeparator, paths));
        var existing = paths.Where(File.Exists).ToList();
        if (existing.Count == 0)
            throw new KubeConfigException(config._files, "no such file");
        foreach (var path in existing)
            config.Add(YamlSection.Read(path));
        return config;
    }

    public ClusterConfiguration Select(string? context, TimeProvider time)
    {
        var name = context ?? _currentContext ?? throw new KubeConfigException(
            _files, $"current-context: is not set; choose one of the contexts with kubectl config use-context ({Known(_contexts)})");
        var chosen = Find(_contexts, name, "contexts", "current-context", _files);
        var clusterName = chosen.Text("cluster") ?? throw chosen.Error("cluster", "is missing");
        var cluster = Find(_clusters, clusterName, "clusters", $"context \"{name}\", cluster", chosen.File);
        var user = chosen.Text("user") is { } userName ? Find(_users, userName, "users", $"context \"{name}\", user", chosen.File) : null;
        return ClusterSettings.Read(cluster) with
        {
            Namespace = chosen.Text("namespace") ?? "default",
            Source = $"context \"{name}\" of {chosen.File}",
            Impersonation = user is null ? null : UserSettings.Impersonation(user),
            Credentials = user is null ? null : UserSettings.Credentials(user, cluster, time),
        };
    }

    private static YamlSection Find(Dictionary<string, YamlSection> entries, string name, string list, string field, string file) =>
        entries.GetValueOrDefault(name)
        ?? throw new KubeConfigException(file, $"{field}: there is no \"{name}\" in {list} ({Known(entries)})");

    private static string Known(Dictionary<string, YamlSection> entries) =>
        entries.Count == 0 ? "there are none" : "there are: " + string.Join(", ", entries.Keys.Order(StringComparer.Ordinal));

    private static void Add(YamlSection root, string list, string field, Dictionary<string, YamlSection> entries)
    {
        foreach (var entry in root.Sections(list))
        {
            var name = entry.Text("name") ?? throw entry.Error("name", "is missing");
            if (entry.Section(field) is { } section)
                entries.TryAdd(name, section);
        }
    }

    private void Add(YamlSection root)
    {
        Add(root, "clusters", "cluster", _clusters);
        Add(root, "users", "user", _users);
        Add(root, "contexts", "context", _contexts);
        _currentContext ??= root.Text("current-context");
    }
}
