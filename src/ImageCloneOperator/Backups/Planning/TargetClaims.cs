using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Kubernetes.Caching;

namespace ImageCloneOperator.Backups.Planning;

/// <summary>
/// One place at the target belongs to one source: of two ImageBackups that copy different images to it, the one that was made first has it.
/// </summary>
internal sealed class TargetClaims(IResourceCache<ImageBackup> backups)
{
    public const string ByTarget = "target";

    /// <summary>The index's value: two spellings of one place are one.</summary>
    public static string Place(ImageBackup backup) => Canonical(backup.Spec.Target);

    /// <returns>Null where the backup has its target for itself.</returns>
    public ImageBackup? Before(ImageBackup backup) => Rivals(backup).Where(rival => IsBefore(rival, backup)).MinBy(Order);

    /// <summary>Those that copy another image to the same place.</summary>
    public IEnumerable<ImageBackup> Rivals(ImageBackup backup) => backups.ByIndex(ByTarget, Place(backup)).Where(other =>
        other.Metadata.Name != backup.Metadata.Name
        && other.Metadata.DeletionTimestamp is null
        && Canonical(other.Spec.Source) != Canonical(backup.Spec.Source));

    public static string Refusal(ImageBackup backup, ImageBackup first) =>
        $"{backup.Spec.Target} is the target of ImageBackup {first.Metadata.Name}, which came first and copies {first.Spec.Source} there: "
        + "choose another target, or delete that one";

    private static bool IsBefore(ImageBackup rival, ImageBackup backup) => Order(rival).CompareTo(Order(backup)) < 0;

    /// <summary>One that is yet to be created comes after all that are there.</summary>
    private static (DateTimeOffset Created, string Name) Order(ImageBackup backup) =>
        (backup.Metadata.CreationTimestamp ?? DateTimeOffset.MaxValue, backup.Metadata.Name ?? "");

    private static string Canonical(string image) =>
        ImageReference.TryParse(image, out var reference, out _) ? reference.ToString() : image;
}
