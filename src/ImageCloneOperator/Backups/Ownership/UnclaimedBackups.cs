using System.Collections.Concurrent;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Policies.Compilation;

namespace ImageCloneOperator.Backups.Ownership;

/// <summary>
/// Counts the ImageBackups that are due, this replica's or nobody's, and have been in nobody's hands for too long: there should never be
/// one.
/// </summary>
internal sealed class UnclaimedBackups(
    IMembership membership,
    IResourceCache<ImageBackup> backups,
    IResourceCache<BackupPolicy> policyCache,
    CompiledPolicies policies,
    BackgroundTasks tasks,
    TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);

    /// <summary>Those that it has found so each time for the last two minutes.</summary>
    public int Count()
    {
        var now = time.GetUtcNow();
        var idle = backups.List().Where(backup => IsIdle(backup, now)).Select(backup => backup.Metadata.Name!)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var claimed in _since.Keys.Where(name => !idle.Contains(name))) _since.TryRemove(claimed, out _);
        return idle.Count(name => now - _since.GetOrAdd(name, now) > Patience);
    }

    private bool IsIdle(ImageBackup backup, DateTimeOffset now)
    {
        var owner = membership.Members.OwnerOf(backup.Metadata.Name!);
        return (owner is null || owner == membership.Name)
            && backup.Metadata.DeletionTimestamp is null
            && tasks.VersionOf(backup.Metadata.Name!) is null
            && IsDue(backup, now);
    }

    private bool IsDue(ImageBackup backup, DateTimeOffset now)
    {
        if (policyCache.Get(new EntityKey("", backup.Spec.PolicyName)) is not { Metadata.DeletionTimestamp: null } entity) return false;
        if (policies.Find(backup.Spec.PolicyName) is not { Suspended: false } policy || IsBlocked(backup)) return false;
        var input = new BackupInput(backup, policy, AttemptInputs.Of(backup, entity), []);
        return NextAction.For(input.Facts(), now).Action != BackupAction.Wait;
    }

    /// <summary>Nothing can be done for it, or is to be.</summary>
    private static bool IsBlocked(ImageBackup backup) =>
        backup.Status.Conditions.Find(ConditionTypes.Ready)?.Reason is ConditionReasons.InvalidSpec or ConditionReasons.Expired
        || !ImageReference.TryParse(backup.Spec.Source, out _, out _)
        || !ImageReference.TryParse(backup.Spec.Target, out _, out _);
}
