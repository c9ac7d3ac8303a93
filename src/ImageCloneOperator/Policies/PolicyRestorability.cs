using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Conditions;
using ImageCloneOperator.Nodes;

namespace ImageCloneOperator.Policies;

/// <summary>
/// Says whether the images of a policy could be restored, by what the checks of their copies have found: each looks at its copy at
/// <c>verifyInterval</c>, at a time of its own. Nothing is asked of a registry here.
/// </summary>
internal sealed class PolicyRestorability(IResourceCache<ImageBackup> backups, NodePlatformCache nodes, TimeProvider time)
{
    /// <param name="policy">Null for one that is not valid. Nobody looks at its copies, nor at those of one that is suspended.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Func<ConditionSet, ConditionSet>> JudgeAsync(Policy? policy, CancellationToken cancellationToken)
    {
        if (policy is not { Suspended: false }) return conditions => conditions.Without(ConditionTypes.Restorable);
        var platforms = await nodes.GetAsync(cancellationToken);
        List<CopyEvidence> copies =
        [
            .. backups.ByIndex(BackupLookup.ByPolicy, policy.Name)
                .Where(backup => backup.Metadata.DeletionTimestamp is null && backup.Status.UnusedSince is null)
                .Select(EvidenceOf),
        ];
        return Restorability.Of(copies, platforms, policy.VerifyInterval, time.GetUtcNow()) is { } found
            ? conditions => conditions.With(ConditionTypes.Restorable, StatusOf(found.State), ReasonOf(found.State), found.Message)
            : conditions => conditions.Without(ConditionTypes.Restorable);
    }

    private static CopyEvidence EvidenceOf(ImageBackup backup)
    {
        var status = backup.Status;
        return new CopyEvidence(backup.Spec.Source)
        {
            WhyMissing = WhyMissing(backup),
            Offered = [.. (status.Platforms ?? []).Where(text => Platform.TryParse(text, out _)).Select(Platform.Parse)],
            IsWhole = status.Source?.Digest == status.Target?.Digest,
            IsHidden = backup.IsHidden(),
            LastVerified = status.LastCheckTime ?? status.CompletionTime,
        };
    }

    private static string? WhyMissing(ImageBackup backup)
    {
        var state = BackupStateReader.Of(backup);
        if (state.TagIsForeign) return "its copy's tag has another writer's content";
        if (state.Ready && state.TargetDigest is not null && backup.Status.Target?.Image == backup.Spec.Target) return null;
        return $"it has no complete copy ({backup.Status.Conditions.Find(ConditionTypes.Ready)?.Reason ?? ConditionReasons.Pending})";
    }

    private static ConditionStatus StatusOf(RestorableState state) => state switch
    {
        RestorableState.CopiesVerified => ConditionStatus.True,
        RestorableState.CopiesUnverified => ConditionStatus.Unknown,
        _ => ConditionStatus.False,
    };

    private static string ReasonOf(RestorableState state) => state switch
    {
        RestorableState.CopiesVerified => ConditionReasons.CopiesVerified,
        RestorableState.CopiesUnverified => ConditionReasons.CopiesUnverified,
        RestorableState.PlatformsMissing => ConditionReasons.PlatformsMissing,
        _ => ConditionReasons.CopiesMissing,
    };
}
