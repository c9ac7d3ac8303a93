using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>A manifest or blob that the registry does not have, or not as its digest says.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Problem">What is wrong, for people.</param>
public sealed record BrokenPart(Digest Digest, string Problem);
