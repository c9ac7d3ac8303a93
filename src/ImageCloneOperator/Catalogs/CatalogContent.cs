using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Policies;

namespace ImageCloneOperator.Catalogs;

/// <summary>What a catalogue says of ImageBackups.</summary>
internal static class CatalogContent
{
    public static CatalogDocument Of(string cluster, Policy policy, bool withUsers, IEnumerable<ImageBackup> backups) => new()
    {
        Cluster = cluster,
        Policy = policy.Name,
        Layout = policy.Target.Layout,
        Images =
        [
            .. backups.Where(backup => backup.Metadata.DeletionTimestamp is null)
                .Select(backup => Of(backup, withUsers))
                .OrderBy(image => image.Source, StringComparer.Ordinal)
                .ThenBy(image => image.Target, StringComparer.Ordinal),
        ],
    };

    /// <summary>Progress and times of checks are in no catalogue.</summary>
    public static bool IsChanged(ImageBackup before, ImageBackup after) =>
        before.Metadata.DeletionTimestamp != after.Metadata.DeletionTimestamp || !Essence(before).Equals(Essence(after));

    private static CatalogImage Of(ImageBackup backup, bool withUsers)
    {
        var (status, ready) = (backup.Status, backup.Status.Conditions.Find(ConditionTypes.Ready));
        return new CatalogImage
        {
            Source = backup.Spec.Source,
            Target = backup.Spec.Target,
            Ready = ready?.Status == "True" && status.Target?.Image == backup.Spec.Target,
            // What a copy passes through is no reason to write.
            Reason = ready?.Reason is ConditionReasons.Copying or ConditionReasons.Pending ? ConditionReasons.Pending : ready?.Reason,
            Digest = status.Target?.Image == backup.Spec.Target ? status.Target?.Digest : null,
            SourceDigest = status.Source?.Digest,
            MediaType = status.Source?.MediaType,
            Platforms = NullIfEmpty(status.Platforms),
            SizeBytes = status.SizeBytes,
            PreviousDigests = NullIfEmpty(status.PreviousDigests),
            Users = withUsers ? NullIfEmpty(status.UsedBy?.Select(user => $"{user.Kind}/{user.Namespace}/{user.Name}").ToList()) : null,
        };
    }

    private static object Essence(ImageBackup backup)
    {
        var image = Of(backup, withUsers: true);
        return (
            image with { Platforms = null, PreviousDigests = null, Users = null },
            string.Join(' ', image.Platforms ?? []),
            string.Join(' ', image.PreviousDigests ?? []),
            string.Join(' ', image.Users ?? []));
    }

    private static List<string>? NullIfEmpty(List<string>? list) => list is { Count: > 0 } ? list : null;
}
