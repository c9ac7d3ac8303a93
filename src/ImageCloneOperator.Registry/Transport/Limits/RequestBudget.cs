namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>
/// What is counted apart at a host. An upload holds a write while it waits for a read, even when both are at one host; and registries limit
/// writes of manifests more than others.
/// </summary>
internal enum RequestBudget
{
    Read,
    Write,
    ManifestWrite,
}
