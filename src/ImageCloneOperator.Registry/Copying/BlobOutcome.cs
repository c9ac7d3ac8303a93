namespace ImageCloneOperator.Registry.Copying;

/// <summary>How a blob got to the target.</summary>
internal enum BlobOutcome
{
    Reused,
    Mounted,
    Sent,
}
