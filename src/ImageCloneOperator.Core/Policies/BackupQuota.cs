namespace ImageCloneOperator.Core.Policies;

/// <summary>How much a policy copies for one namespace, and of one image.</summary>
/// <param name="ImagesPerNamespace">How many images of one namespace have a backup.</param>
/// <param name="BytesPerImage">The largest image; null for any.</param>
/// <param name="BytesPerNamespace">The copies of one namespace's images together; null for any.</param>
public sealed record BackupQuota(int ImagesPerNamespace, long? BytesPerImage, long? BytesPerNamespace)
{
    public static BackupQuota Default { get; } = new(500, null, null);
}
