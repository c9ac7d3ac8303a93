namespace ImageCloneOperator.Core.Workloads;

/// <summary>The pull secrets that the operator keeps in namespaces whose pods run from copies, by their names.</summary>
public static class ManagedPullSecret
{
    private const string Prefix = "imageclone-";

    public static string NameOf(string policy) => Prefix + policy;

    /// <summary>Whether the operator may have put the name on a workload.</summary>
    public static bool IsName(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);
}
