using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Rules;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Planning;

/// <summary>A backup as all workloads together want it.</summary>
/// <param name="Key">The policy and the source.</param>
/// <param name="Target">Where the copy lies.</param>
/// <param name="Copy">When it is copied.</param>
/// <param name="PullSecrets">Secrets to read the source with, of all workloads that use it.</param>
/// <param name="UsedBy">The first of the workloads that use it, at most <see cref="MaxUsedBy"/>.</param>
/// <param name="UsedByCount">How many use it.</param>
public sealed record WantedBackup(
    BackupKey Key,
    ImageReference Target,
    CopyRule Copy,
    IReadOnlyList<SecretName> PullSecrets,
    IReadOnlyList<WorkloadKey> UsedBy,
    int UsedByCount)
{
    public const int MaxUsedBy = 20;

    /// <summary>Gathers what the plans ask for, by policy and source, whatever the order of the plans.</summary>
    public static IReadOnlyList<WantedBackup> Gather(IEnumerable<WorkloadPlan> plans, PolicySet policies) =>
    [
        .. plans
            .SelectMany(plan => plan.Backups.Select(backup => (Backup: backup, plan.Workload)))
            .GroupBy(use => use.Backup.Key)
            .Select(uses => Merge(uses.Key, [.. uses], policies))
            .OrderBy(wanted => wanted.Key.Policy, StringComparer.Ordinal)
            .ThenBy(wanted => wanted.Key.Source.ToString(), StringComparer.Ordinal),
    ];

    private static WantedBackup Merge(BackupKey key, (PlannedBackup Backup, Workload Workload)[] uses, PolicySet policies)
    {
        var users = uses.Select(use => use.Workload.User).Distinct().Order().ToArray();
        var secrets = policies.Find(key.Policy) is { UseImagePullSecrets: true }
            ? uses.SelectMany(use => use.Workload.PullSecrets).Where(secret => !ManagedPullSecret.IsName(secret.Name))
            : [];
        return new WantedBackup(
            key,
            uses[0].Backup.Target,
            uses[0].Backup.Copy,
            [.. secrets.Distinct().OrderBy(secret => secret.ToString(), StringComparer.Ordinal)],
            [.. users.Take(MaxUsedBy)],
            users.Length);
    }
}
