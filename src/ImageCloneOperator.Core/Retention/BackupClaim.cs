using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Core.Retention;

/// <summary>What an ImageBackup has at the target.</summary>
/// <param name="Name">The ImageBackup's name.</param>
/// <param name="Source">The image that it copies.</param>
/// <param name="Target">The tag that its spec names.</param>
public sealed record BackupClaim(string Name, ImageReference Source, ImageReference Target)
{
    /// <summary>Where its copy lies, which differs from <see cref="Target"/> after a change of the policy's target.</summary>
    public ImageReference? Copy { get; init; }

    /// <summary>The content of its copy.</summary>
    public Digest? Digest { get; init; }

    /// <summary>It was there before the first copy: nobody has copied it.</summary>
    public bool IsFound { get; init; }

    /// <summary>It was tried, failed, and has never had a copy: most likely a name that was corrected.</summary>
    public bool HasOnlyFailed { get; init; }

    /// <summary>What its tag pointed to before, latest first; each has an anchor tag.</summary>
    public IReadOnlyList<Digest> Previous { get; init; } = [];

    /// <summary>Whether it needs this tag, as its target or as the anchor of an earlier digest.</summary>
    internal bool Needs(ImageReference tag) =>
        IsSame(Target, tag) || (Copy is not null && IsSame(Copy, tag)) || Previous.Any(digest => IsAnchor(tag, digest));

    /// <summary>Whether it needs this content in the tag's repository, by whatever tag.</summary>
    internal bool NeedsContent(ImageReference tag, Digest digest) =>
        (IsSameRepository(Target, tag) || (Copy is not null && IsSameRepository(Copy, tag)))
        && (Digest == digest || Previous.Contains(digest));

    private bool IsAnchor(ImageReference tag, Digest digest) => IsSameRepository(Target, tag) && tag.Tag == AnchorTag.For(digest);

    private static bool IsSame(ImageReference one, ImageReference other) => IsSameRepository(one, other) && one.Tag == other.Tag;

    private static bool IsSameRepository(ImageReference one, ImageReference other) =>
        one.Repository == other.Repository && string.Equals(one.Registry, other.Registry, StringComparison.OrdinalIgnoreCase);
}
