using System.Text.Json;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Copying.Referrers;

/// <summary>
/// Keeps the index under a subject's referrers tag, at registries that do not list referrers themselves (distribution-spec, Referrers Tag
/// Schema). One writer per subject at a time, since reading and writing it are two steps.
/// </summary>
internal sealed class ReferrerTags
{
    /// <summary>Subjects are spread over a fixed number of locks: two that share one wait for each other, which harms nothing.</summary>
    private readonly SemaphoreSlim[] _writers = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public async Task AddAsync(
        RegistryRepository target, Digest subject, IReadOnlyList<Manifest> referrers, CancellationToken cancellationToken)
    {
        var writer = WriterOf(HashCode.Combine(target.Session.Host, target.Session.Repository, subject));
        await writer.WaitAsync(cancellationToken);
        try
        {
            await AddOnceAsync(target, subject, referrers, cancellationToken);
        }
        finally
        {
            writer.Release();
        }
    }

    private SemaphoreSlim WriterOf(int hash) => _writers[(uint)hash % _writers.Length];

    private static async Task AddOnceAsync(
        RegistryRepository target, Digest subject, IReadOnlyList<Manifest> referrers, CancellationToken cancellationToken)
    {
        var known = await ListAsync(target, subject, cancellationToken);
        var fresh = referrers.Where(referrer => known.All(entry => entry.Digest != referrer.Digest)).ToList();
        if (fresh.Count == 0) return;
        var entries = known.Select(DescriptorDocument.From).Concat(fresh.Select(EntryOf)).ToList();
        var document = new ReferrersDocument(2, MediaTypes.OciIndex, entries);
        var content = JsonSerializer.SerializeToUtf8Bytes(document, RegistryJson.Default.ReferrersDocument);
        var index = new Manifest(MediaTypes.OciIndex, Digest.Of(content), content);
        await target.Manifests.PutAsync(ReferrerClient.TagOf(subject), index, cancellationToken);
    }

    /// <summary>Lists the entries that are there. One that names another subject, or none, is no referrer and is left out.</summary>
    private static async Task<IReadOnlyList<Descriptor>> ListAsync(
        RegistryRepository target, Digest subject, CancellationToken cancellationToken)
    {
        var known = await target.Referrers.ListTaggedAsync(subject, cancellationToken);
        var read = await Task.WhenAll(known.Select(async entry =>
            (Entry: entry, Manifest: await target.Manifests.FindAsync(entry.Digest.ToString(), cancellationToken))));
        return [.. read.Where(pair => pair.Manifest is null || pair.Manifest.Subject?.Digest == subject).Select(pair => pair.Entry)];
    }

    /// <summary>Type and annotations are copied from the referrer, for clients to filter by.</summary>
    private static DescriptorDocument EntryOf(Manifest referrer) => new()
    {
        MediaType = referrer.MediaType,
        Digest = referrer.Digest.ToString(),
        Size = referrer.Content.Length,
        ArtifactType = referrer.ArtifactType,
        Annotations = referrer.Annotations,
    };
}
