using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Policies;

namespace ImageCloneOperator.Api.Policies.Limits;

/// <summary>
/// How much is copied for one namespace, and of one image. Images that have a backup keep it; what comes later is left out.
/// </summary>
public sealed record BackupLimits
{
    /// <summary>How many images of one namespace have a backup.</summary>
    [ServerDefault, Range(1, 100_000)]
    public int ImagesPerNamespace { get; set; } = BackupQuota.Default.ImagesPerNamespace;

    /// <summary>The largest image, all platforms together, in bytes; any when left out.</summary>
    [Range(1, long.MaxValue)]
    public long? BytesPerImage { get; set; }

    /// <summary>
    /// The copies of all images that one namespace uses, in bytes; any when left out. An image that several namespaces use fails only where
    /// none of them has room for it.
    /// </summary>
    [Range(1, long.MaxValue)]
    public long? BytesPerNamespace { get; set; }
}
