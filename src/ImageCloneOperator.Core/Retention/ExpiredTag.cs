using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Retention;

/// <summary>A tag that nothing needs any more.</summary>
/// <param name="Tag">The tag.</param>
/// <param name="Digest">What it must still point to: with other content it is another writer's.</param>
/// <param name="ByDigest">Its content may go too where the registry deletes no tags, and the target has no other use for it.</param>
public sealed record ExpiredTag(ImageReference Tag, Digest Digest, bool ByDigest);
