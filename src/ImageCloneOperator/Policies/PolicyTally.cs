using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Conditions;

namespace ImageCloneOperator.Policies;

/// <summary>A policy's backups, added up.</summary>
/// <param name="Images">How many there are in each state.</param>
/// <param name="Failing">
/// How many fail for what is in their owners' hands: they are not to keep the policy from Ready, and with it whoever waits for it.
/// </param>
/// <param name="Withheld">Images that their sources refuse to namespaces that use them, each with its first such namespace.</param>
/// <param name="Bytes">The size of those that are Ready.</param>
/// <param name="LastError">The newest failure, with its image.</param>
internal sealed record PolicyTally(ImageCounts Images, int Failing, IReadOnlyList<string> Withheld, long Bytes, string? LastError)
{
    /// <summary>Where a registry is not reached, or slow, this many attempts in a row, some minutes, tell that it is not passing.</summary>
    private const int ManyAttempts = 6;

    private const int MaxNames = 3;

    /// <summary>Every image is backed up, but for those that only their owners can help.</summary>
    public bool IsComplete => Images.Ready + Failing == Images.Total;

    /// <returns>Null where there are none.</returns>
    public string? DescribeFailing() => Failing == 0
        ? null
        : $"{Failing} cannot be read from their sources until their owners act: kubectl get imagebackups shows which, and why";

    /// <returns>Null where there are none.</returns>
    public string? DescribeWithheld() => Withheld.Count == 0
        ? null
        : $"Sources refuse {Withheld.Count} image(s) to namespaces that use them, so that these do not run from the copies: "
            + string.Join(", ", Withheld.Take(MaxNames)) + (Withheld.Count > MaxNames ? ", and more" : "")
            + ". Name a pull secret there that reads the image, or share one by spec.sources.secretRefs";

    /// <summary>Whether it may be another after this change of a backup: progress alone does not count.</summary>
    public static bool IsTouchedBy(CacheChange<ImageBackup> change) =>
        !change.IsUpdated || !Essence(change.Old!).Equals(Essence(change.New!));

    public static PolicyTally Of(IEnumerable<ImageBackup> backups)
    {
        var images = new ImageCounts();
        var (bytes, failing) = (0L, 0);
        var withheld = new List<string>();
        (DateTimeOffset Since, string Message)? newest = null;
        foreach (var backup in backups.Where(backup => backup.Metadata.DeletionTimestamp is null))
        {
            images.Total++;
            var ready = backup.Status.Conditions.Find(ConditionTypes.Ready);
            Count(images, backup, ready);
            if (IsFailing(backup, ready)) failing++;
            if (backup.Status.Access?.Refused is [var first, ..]) withheld.Add($"{backup.Spec.Source} from {first}");
            if (ready is { Status: "True" }) bytes += backup.Status.SizeBytes ?? 0;
            else if (backup.Status.Attempts > 0 && ready is not null && !(newest?.Since > ready.LastTransitionTime))
                newest = (ready.LastTransitionTime ?? default, $"{backup.Spec.Source}: {ready.Reason}: {ready.Message}");
        }

        return new PolicyTally(images, failing, withheld, bytes, newest?.Message);
    }

    private static bool IsFailing(ImageBackup backup, Condition? ready) => ready is { Status: not "True" } && ready.Reason switch
    {
        ConditionReasons.SourceNotFound or ConditionReasons.Unauthorized or ConditionReasons.AddressRefused
            or ConditionReasons.LimitReached => true,
        ConditionReasons.RetryingAfterError or ConditionReasons.DigestMismatch or ConditionReasons.Copying =>
            backup.Status.Attempts >= ManyAttempts,
        _ => false,
    };

    private static object Essence(ImageBackup backup)
    {
        var ready = backup.Status.Conditions.Find(ConditionTypes.Ready);
        return (
            backup.Metadata.DeletionTimestamp,
            backup.Spec.PolicyName,
            ready?.Status,
            ready?.Reason,
            ready?.Message,
            backup.Status.Attempts >= ManyAttempts,
            string.Join(' ', backup.Status.Access?.Refused ?? []),
            backup.Status.SizeBytes,
            backup.Status.Target?.Digest,
            BackupStateReader.Of(backup).TagIsForeign,
            backup.Status.UnusedSince is null);
    }

    private static void Count(ImageCounts images, ImageBackup backup, Condition? ready)
    {
        var phase = backup.Status.Conditions.Phase();
        if (phase == ObjectPhase.Ready) images.Ready++;
        else if (phase == ObjectPhase.Stalled) images.Failed++;
        else if (ready?.Reason == ConditionReasons.Copying) images.Copying++;
        else images.Pending++;
    }
}
