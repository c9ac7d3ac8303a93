namespace ImageCloneOperator.Registry.Copying;

/// <summary>The way that a blob got to the target.</summary>
internal enum BlobOutcome
{
    Reused,
    Mounted,
    Sent,
}
