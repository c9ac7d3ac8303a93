using ImageCloneOperator.Testing.Registry.Samples.Layers;
using ImageCloneOperator.Testing.Registry.Storage;
using ImageCloneOperator.Testing.Registry.Storage.Content;

namespace ImageCloneOperator.Testing.Registry.Samples;

/// <summary>Puts samples straight into a registry's storage: past its checks, its faults and its request log.</summary>
internal sealed class StoreSampleTarget(RegistryStore store) : ISampleTarget
{
    public async Task<SampleBlob> PutBlobAsync(
        string repository, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var session = store.StartUpload(repository);
        try
        {
            await using var stream = new DigestingStream(new UploadStream(session));
            await write(stream, cancellationToken);
            await store.FinishAsync(session, stream.Written.Digest, cancellationToken);
            return stream.Written;
        }
        finally
        {
            store.EndUpload(session);
        }
    }

    public Task PutManifestAsync(
        string repository, string reference, string mediaType, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var digest = ContentDigest.Of(bytes.Span);
        var place = store.GetOrAdd(repository);
        place.Store(new StoredManifest(digest, mediaType, bytes, ManifestSummary.Parse(bytes)));
        if (reference != digest)
            place.Tag(reference, digest);
        return Task.CompletedTask;
    }
}
