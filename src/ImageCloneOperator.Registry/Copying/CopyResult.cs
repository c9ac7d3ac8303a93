using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>The result of a copy.</summary>
public sealed record CopyResult
{
    public required Digest SourceDigest { get; init; }

    /// <summary>Of the source's manifest or index.</summary>
    public required string MediaType { get; init; }

    /// <summary>The source's, unless platforms were left out.</summary>
    public required Digest TargetDigest { get; init; }

    /// <summary>The target had it all already. Nothing was read but digests, so that platforms and sizes are not known.</summary>
    public required bool UpToDate { get; init; }

    /// <summary>The digest that the target's tag pointed to before, where it has moved.</summary>
    public Digest? PreviousDigest { get; init; }

    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <summary>Bytes of all distinct blobs and manifests of the image.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Requests made to source and target.</summary>
    public required long Requests { get; init; }

    public required CopySnapshot Progress { get; init; }

    /// <summary>Facts that could not be found out, such as the referrers of an image at a registry that refuses to list them.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
