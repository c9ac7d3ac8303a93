namespace ImageCloneOperator.Registry.Copying;

/// <summary>Limits of one image, so that a hostile one is refused before it costs much.</summary>
internal static class CopyLimits
{
    /// <summary>Indexes within indexes.</summary>
    public const int Depth = 8;

    public const int Manifests = 1000;

    public const int Blobs = 10_000;

    /// <summary>All blobs of an image together: 1 TiB.</summary>
    public const long BlobBytes = 1L << 40;

    /// <summary>All manifests of an image together; real ones have some hundred KiB.</summary>
    public const long ManifestBytes = 16 << 20;

    /// <summary>Signatures of signatures.</summary>
    public const int ReferrerDepth = 3;

    public const int Referrers = 1000;
}
