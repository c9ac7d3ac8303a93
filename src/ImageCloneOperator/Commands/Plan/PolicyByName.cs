using ImageCloneOperator.Core.Policies;

namespace ImageCloneOperator.Commands.Plan;

/// <summary>The policy that a person named.</summary>
internal static class PolicyByName
{
    /// <exception cref="CatalogException">There is none; the message names those that there are.</exception>
    public static Policy Find(PolicySet policies, string name) => policies.Find(name)
        ?? throw new CatalogException($"the cluster has no valid BackupPolicy {name}{Others(policies.Policies)}");

    private static string Others(IReadOnlyList<Policy> all) =>
        all.Count == 0 ? "" : $"; there are {string.Join(", ", all.Select(policy => policy.Name))}";
}
