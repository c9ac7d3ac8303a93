using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Caching;

namespace ImageCloneOperator.Backups.Status;

/// <summary>Reads from the ImageBackups how far the backup of an image is.</summary>
internal sealed class BackupStateReader(IResourceCache<ImageBackup> cache, NamespaceQuota quota)
{
    public BackupState Of(PlannedBackup planned)
    {
        var own = planned.Key.FindIn(cache) is { } backup ? Of(backup, planned) : Missing(planned);
        return own.Ready ? own : MadeByHand(planned).FirstOrDefault(state => state.Ready) ?? own;
    }

    /// <returns>Why the copy is not Ready, in a word; null where it is.</returns>
    public string? WhyNotReady(PlannedBackup planned)
    {
        var state = PlannedState.Of(planned.Target.ToString(), planned.Key.FindIn(cache), SameSource(planned));
        return state == ConditionTypes.Ready ? null : state;
    }

    /// <summary>What is left out is not waited for.</summary>
    private BackupState Missing(PlannedBackup planned) => BackupState.Pending with { Failed = quota.IsLeftOut(planned.Key) };

    /// <summary>A person may have the same copy made by an ImageBackup of any name.</summary>
    private IEnumerable<BackupState> MadeByHand(PlannedBackup planned) => SameSource(planned).Select(backup => Of(backup, planned));

    private IEnumerable<ImageBackup> SameSource(PlannedBackup planned) =>
        cache.ByIndex(BackupLookup.BySource, planned.Key.Source.ToString())
            .Where(backup => backup.Spec.PolicyName == planned.Key.Policy);

    private static BackupState Of(ImageBackup backup, PlannedBackup planned)
    {
        var state = Of(backup);
        // A policy whose target has changed asks for a copy elsewhere, before its backups are told.
        return state.Ready && backup.Spec.Target != planned.Target.ToString() ? state with { Ready = false } : state;
    }

    /// <summary>Whether those who use the image have to know.</summary>
    public static bool IsChanged(CacheChange<ImageBackup> change) => !change.IsUpdated || Of(change.Old!) != Of(change.New!);

    public static BackupState Of(ImageBackup backup)
    {
        // Whether the source can be reached does not depend on the spec.
        var state = new BackupState { SourceUnavailable = backup.Status.Conditions.IsFalse(ConditionTypes.SourceAvailable) };
        // A status of an earlier spec still holds for a copy that lies where the spec wants it now: another pull secret or interval changes
        // nothing.
        var isCurrent = backup.Status.ObservedGeneration == backup.Metadata.Generation;
        if (backup.Metadata.DeletionTimestamp is not null || !(isCurrent || backup.Status.Target?.Image == backup.Spec.Target))
            return state;
        return state with
        {
            Ready = backup.Status.Conditions.IsTrue(ConditionTypes.Ready),
            Failed = isCurrent && backup.Status.Conditions.IsTrue(ConditionTypes.Stalled),
            Access = Access(backup.Status.Access),
            TagIsForeign = backup.Status.Conditions.IsTrue(ConditionTypes.TargetChanged),
            TargetDigest = Digest.TryParse(backup.Status.Target?.Digest, out var digest) ? digest : null,
        };
    }

    public static CopyAccess Access(SourceAccess? status) => status switch
    {
        null => CopyAccess.Unknown,
        { Everybody: true } => CopyAccess.Everybodys,
        _ => new CopyAccess { Namespaces = status.Namespaces ?? [], Refused = status.Refused ?? [] },
    };
}
