using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Planning;

namespace ImageCloneOperator.Commands.Plan;

/// <summary>The ImageBackups that a cluster has, to hold a plan against.</summary>
internal sealed class LiveBackups(IEnumerable<ImageBackup> backups)
{
    private const string New = "New";
    private const string TargetChanges = "TargetChanges";

    private readonly Dictionary<string, ImageBackup> _byName =
        backups.Where(backup => backup.Metadata.DeletionTimestamp is null)
            .ToDictionary(backup => backup.Metadata.Name!, StringComparer.Ordinal);

    /// <summary>
    /// How far a wanted backup is: <c>Ready</c>, the reason why not, <c>New</c>, or <c>TargetChanges</c> where it has to be copied to
    /// another place.
    /// </summary>
    public string StateOf(BackupKey key, string target)
    {
        if (Find(key) is not { } backup) return New;
        if (backup.Spec.Target != target) return TargetChanges;
        var conditions = backup.Status.Conditions;
        return conditions.IsTrue(ConditionTypes.Ready)
            ? ConditionTypes.Ready
            : conditions.Find(ConditionTypes.Ready)?.Reason ?? ConditionReasons.Pending;
    }

    /// <summary>The names of those that no workload uses any more by this plan.</summary>
    public IReadOnlyList<string> Unused(ClusterPlan plan) =>
        [.. _byName.Keys
            .Except(plan.Backups.Select(wanted => Find(wanted.Key)?.Metadata.Name).OfType<string>(), StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    /// <summary>The wanted backup where it is there already.</summary>
    public ImageBackup? Find(BackupKey key) => ImageBackupName.Find(key.Policy, key.Source.ToString(), _byName.GetValueOrDefault);
}
