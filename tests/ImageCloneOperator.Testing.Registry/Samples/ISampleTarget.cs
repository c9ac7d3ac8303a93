namespace ImageCloneOperator.Testing.Registry.Samples;

/// <summary>Where sample images are put.</summary>
public interface ISampleTarget
{
    /// <summary>Stores what <paramref name="write"/> writes, as it comes, and returns its digest and size.</summary>
    Task<SampleBlob> PutBlobAsync(string repository, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken);

    /// <param name="repository">Where to.</param>
    /// <param name="reference">A tag or the digest.</param>
    /// <param name="mediaType">The Content-Type.</param>
    /// <param name="bytes">The manifest.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task PutManifestAsync(
        string repository, string reference, string mediaType, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}
