using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Backups.Status;

/// <summary>What a backup's status says of the content that pods run.</summary>
internal static class RunningDigestTransitions
{
    /// <summary>How many digests a message names.</summary>
    private const int MaxNamed = 3;

    /// <summary>Those of which it is not known yet whether the target has them.</summary>
    public static IReadOnlyList<Digest> Unknown(this ImageBackupStatus status, IEnumerable<Digest> running)
    {
        var known = status.RunningDigests ?? [];
        return
        [
            .. running.Where(digest => !IsCopy(status, digest) && known.TrueForAll(each => each.Digest != digest.ToString()))
                .Take(ImageBackupStatus.MaxRunningDigests - known.Count),
        ];
    }

    /// <summary>Forgets what no pod runs any more, and adds what has been found out.</summary>
    public static ImageBackupStatus WithRunning(
        this ImageBackupStatus status,
        ImageBackup backup,
        IReadOnlyCollection<Digest> running,
        IEnumerable<RunningDigest> found,
        DateTimeOffset now)
    {
        var wanted = running.Where(digest => !IsCopy(status, digest)).Select(digest => digest.ToString()).ToHashSet(StringComparer.Ordinal);
        List<RunningDigest> known = [.. (status.RunningDigests ?? []).Concat(found).Where(each => wanted.Contains(each.Digest))];
        var conditions = ConditionSet.Of(status.Conditions, backup.Metadata.Generation, now);
        conditions = known.Exists(each => each.Place != RunningDigestPlace.InCopy)
            ? conditions.With(ConditionTypes.RunningDiffers, ConditionStatus.True, Reason(known), Message(status, known))
            : conditions.Without(ConditionTypes.RunningDiffers);
        return status with { RunningDigests = known.Count == 0 ? null : known, Conditions = conditions.ToList() };
    }

    /// <summary>With a platform filter the copy of a digest has another one; but the source may have moved since.</summary>
    private static bool IsCopy(ImageBackupStatus status, Digest digest) =>
        status.Target?.Digest == digest.ToString()
        || (status.Source?.Digest == digest.ToString()
            && status.Target?.Found is not true && !status.Conditions.IsTrue(ConditionTypes.SourceMoved));

    private static string Reason(List<RunningDigest> known) => known.Exists(each => each.Place == RunningDigestPlace.Gone)
        ? ConditionReasons.RunningGone
        : ConditionReasons.RunningCopied;

    private static string Message(ImageBackupStatus status, List<RunningDigest> known)
    {
        var copied = Names(known, RunningDigestPlace.Copied);
        var gone = Names(known, RunningDigestPlace.Gone);
        return $"The copy has {status.Target?.Digest}, and pods run other content"
            + (copied is null ? "" : $"; copied too, under an anchor tag: {copied}")
            + (gone is null ? "" : $"; no longer at the source, and only on nodes: {gone}");
    }

    private static string? Names(List<RunningDigest> known, RunningDigestPlace place)
    {
        var digests = known.Where(each => each.Place == place).Select(each => each.Digest).ToList();
        if (digests.Count == 0) return null;
        return string.Join(", ", digests.Take(MaxNamed)) + (digests.Count > MaxNamed ? $" and {digests.Count - MaxNamed} more" : "");
    }
}
