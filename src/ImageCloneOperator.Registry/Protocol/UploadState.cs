namespace ImageCloneOperator.Registry.Protocol;

/// <summary>The bytes of an upload that the registry holds, and the address to go on at.</summary>
internal sealed record UploadState(Uri Location, long Received);
