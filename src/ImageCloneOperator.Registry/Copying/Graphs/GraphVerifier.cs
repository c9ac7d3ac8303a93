using System.Buffers;
using System.Collections.Concurrent;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying.Blobs;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Protocol.Content;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Copying.Graphs;

/// <summary>Reads the manifests of an image again, and asks for its blobs, a few at a time: it must not crowd out copies.</summary>
internal sealed class GraphVerifier(RegistryRepository repository, RetryPolicy retry, LargeGraphTurn large, BlobAnswers answers)
{
    private const int Parallelism = 4;
    private const int BufferSize = 64 << 10;

    private readonly ConcurrentBag<BrokenPart> _broken = [];

    public async Task<ImageVerification?> VerifyAsync(string reference, BlobSample sample, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(reference, sample, cancellationToken);
        }
        catch (RegistryException broken) when (broken.SaysContentIsBroken && Digest.TryParse(reference, out var digest))
        {
            return new ImageVerification(digest, 0, 0, 0, [new BrokenPart(digest, $"manifest {digest}: {broken.Detail}")]);
        }
    }

    private async Task<ImageVerification?> ReadAsync(string reference, BlobSample sample, CancellationToken cancellationToken)
    {
        if (await repository.Manifests.FindAsync(reference, cancellationToken) is not { } root) return null;
        var reader = new GraphReader(
            repository.Manifests.FindAsync,
            large,
            foreignLayers: false,
            repository.Session.Operation($"verify {reference}"))
        { Broken = _broken.Add };
        var graph = await reader.ReadAsync(root, cancellationToken);
        var chosen = sample.Of([.. graph.Blobs.Values.OrderBy(blob => blob.Digest.ToString(), StringComparer.Ordinal)]);
        await Parallel.ForEachAsync(
            chosen,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (blob, token) =>
            {
                if (await AnswerAsync(blob, sample.IsRead, token) is { } broken) _broken.Add(broken);
            });
        return new ImageVerification(root.Digest, graph.Manifests.Count, graph.Blobs.Count, chosen.Count, [.. _broken]);
    }

    private Task<BrokenPart?> AnswerAsync(Descriptor blob, bool isRead, CancellationToken cancellationToken) => answers.GetAsync(
        (repository.Session.Registry, repository.Session.Repository, blob.Digest),
        () => LookAsync(blob, isRead, cancellationToken),
        cancellationToken);

    /// <summary>HEAD says yes, or GET decides: registries that answer no HEAD must not cost a copy anew each time.</summary>
    private async Task<BrokenPart?> LookAsync(Descriptor blob, bool isRead, CancellationToken cancellationToken)
    {
        try
        {
            if (isRead)
                await ReadAsync(blob, cancellationToken);
            else if (!await repository.Blobs.ExistsAsync(blob, cancellationToken))
                using (await repository.Blobs.OpenAsync(blob, offset: 0, cancellationToken)) { }
            return null;
        }
        catch (RegistryException missing) when (missing.SaysContentIsBroken)
        {
            return new BrokenPart(blob.Digest, $"blob {blob.Digest}: {missing.Detail}");
        }
    }

    private async Task ReadAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        var session = repository.Session;
        var pace = new SourcePace(session.Options.LeastThroughput, session.Time);
        using var reader = new BlobReader(new ImageSource(repository, mirror: null), blob, pace, retry);
        using var hash = new BlobHash(blob.Digest, session.Operation($"read blob {blob.Digest}"));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (hash.Length < blob.Size)
            {
                var read = await reader.ReadAsync(buffer, cancellationToken);
                hash.Add(hash.Length, buffer.AsSpan(0, read));
            }

            hash.Verify();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
