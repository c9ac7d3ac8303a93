using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Kubernetes.Configuration;

/// <summary>Finds the configuration as kubectl does.</summary>
internal static class ConfigurationLocator
{
    public static ClusterConfiguration Load(Func<string, string?> environment, string? context, TimeProvider time)
    {
        if (environment("KUBECONFIG") is { Length: > 0 } paths)
            return KubeConfig.Read(paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)).Select(context, time);
        var home = environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var file = Path.Combine(home, ".kube", "config");
        if (File.Exists(file))
            return KubeConfig.Read([file]).Select(context, time);
        return InClusterConfiguration.TryLoad(environment, InClusterConfiguration.DefaultFolder, time)
            ?? throw new KubeConfigException(
                "no cluster is configured", $"set KUBECONFIG, or write {file}, or run in a pod with a ServiceAccount token");
    }
}
