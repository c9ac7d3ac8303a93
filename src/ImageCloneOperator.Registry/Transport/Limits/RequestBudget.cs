namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>
/// Reads and writes are counted apart: an upload holds a write while it waits for a read, even when both are at one host.
/// </summary>
internal enum RequestBudget
{
    Read,
    Write,
}
