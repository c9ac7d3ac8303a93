namespace ImageCloneOperator.Registry.Protocol;

/// <summary>How much of an upload the registry holds, and where to go on.</summary>
internal sealed record UploadState(Uri Location, long Received);
