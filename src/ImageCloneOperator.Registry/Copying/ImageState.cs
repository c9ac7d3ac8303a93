using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>The content that a registry has under a reference.</summary>
public sealed record ImageState(Digest Digest, string MediaType);
