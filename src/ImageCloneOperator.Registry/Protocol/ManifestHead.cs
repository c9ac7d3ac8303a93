using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Protocol;

internal sealed record ManifestHead(Digest Digest, string MediaType, long? Size);
