namespace ImageCloneOperator.Api.Tests.Cluster;

internal static class KubectlOnPath
{
    /// <summary>Null where kubectl is installed, else why tests are skipped.</summary>
    public static string? Missing { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "kubectl")))
            ? null
            : "kubectl is not installed";
}
