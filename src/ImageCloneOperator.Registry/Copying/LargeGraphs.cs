namespace ImageCloneOperator.Registry.Copying;

/// <summary>
/// Lets one image at a time take much memory for its manifests, over all copies and verifications. Nearly all take little, and never wait.
/// </summary>
internal sealed class LargeGraphs : IDisposable
{
    /// <summary>Bytes of manifests. Images with a hundred platforms stay below it.</summary>
    public const long Small = 512 * 1024;

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>One image's turn. It holds nothing until the image proves to be large, and is kept for as long as its graph is.</summary>
    public LargeGraphTurn Open() => new(_one);

    public void Dispose() => _one.Dispose();
}
