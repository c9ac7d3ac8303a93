using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>What a registry has under a reference.</summary>
public sealed record ImageState(Digest Digest, string MediaType);
