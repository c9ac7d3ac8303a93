using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Planning;

namespace ImageCloneOperator.Commands.Plan;

/// <summary>The ImageBackups that a cluster has, to hold a plan against.</summary>
internal sealed class LiveBackups(IEnumerable<ImageBackup> backups)
{
    private readonly Dictionary<string, ImageBackup> _byName =
        backups.Where(backup => backup.Metadata.DeletionTimestamp is null)
            .ToDictionary(backup => backup.Metadata.Name!, StringComparer.Ordinal);

    private readonly ILookup<(string Policy, string Source), ImageBackup> _bySource =
        backups.Where(backup => backup.Metadata.DeletionTimestamp is null)
            .ToLookup(backup => (backup.Spec.PolicyName, BackupLookup.Source(backup)));

    /// <inheritdoc cref="PlannedState.Of"/>
    public string StateOf(BackupKey key, string target) =>
        PlannedState.Of(target, Find(key), _bySource[(key.Policy, key.Source.ToString())]);

    /// <summary>The names of those that no workload uses any more by this plan.</summary>
    public IReadOnlyList<string> Unused(ClusterPlan plan) =>
        [.. _byName.Keys
            .Except(plan.Backups.Select(wanted => Find(wanted.Key)?.Metadata.Name).OfType<string>(), StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    /// <summary>The wanted backup where it is there already.</summary>
    public ImageBackup? Find(BackupKey key) => ImageBackupName.Find(key.Policy, key.Source.ToString(), _byName.GetValueOrDefault);
}
