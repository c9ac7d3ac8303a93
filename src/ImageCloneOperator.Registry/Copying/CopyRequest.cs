using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>A copy to make. The target's tag is written last; a target with only a digest gets no tag.</summary>
public sealed record CopyRequest(RegistryEndpoint Source, RegistryEndpoint Target)
{
    /// <summary>
    /// Only these of an index, in a smaller index. Empty: all of it, byte for byte. An image without an index is copied whole.
    /// </summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <summary>
    /// Signatures, SBOMs and attestations travel along: referrers and cosign's tags, of the image and of all its platforms.
    /// </summary>
    public bool Referrers { get; init; }

    /// <summary>Copy layers too whose media type says that they are not to be distributed.</summary>
    public bool ForeignLayers { get; init; }

    /// <summary>Keeps the content that a moved tag pointed to before reachable under an anchor tag.</summary>
    public bool KeepPrevious { get; init; }

    /// <summary>A larger image is not copied; null for any.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>
    /// The target lacks parts of what its tag points to: each part is asked for at the target, and sent where it is missing.
    /// </summary>
    public bool Repair { get; init; }
}
