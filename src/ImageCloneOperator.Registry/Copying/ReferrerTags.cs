using System.Collections.Concurrent;
using System.Text.Json;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>
/// Keeps the index under a subject's referrers tag, at registries that do not list referrers themselves (distribution-spec, Referrers Tag
/// Schema). One writer per subject at a time, since reading and writing it are two steps.
/// </summary>
internal sealed class ReferrerTags
{
    private readonly ConcurrentDictionary<(string, string, Digest), SemaphoreSlim> writers = new();

    public async Task AddAsync(RegistryRepository target, Digest subject, Manifest referrer, CancellationToken cancellationToken)
    {
        var key = (target.Session.Host, target.Session.Repository, subject);
        var writer = writers.GetOrAdd(key, _ => new SemaphoreSlim(1));
        await writer.WaitAsync(cancellationToken);
        try
        {
            await AddOnceAsync(target, subject, referrer, cancellationToken);
        }
        finally
        {
            writer.Release();
            writers.TryRemove(new(key, writer));
        }
    }

    private static async Task AddOnceAsync(RegistryRepository target, Digest subject, Manifest referrer, CancellationToken cancellationToken)
    {
        var known = await target.Referrers.ListFallbackAsync(subject, cancellationToken);
        if (known.Any(entry => entry.Digest == referrer.Digest)) return;
        var entries = known.Select(DescriptorDocument.From).Append(EntryOf(referrer)).ToList();
        var content = JsonSerializer.SerializeToUtf8Bytes(new ReferrersDocument(2, MediaTypes.OciIndex, entries), RegistryJson.Default.ReferrersDocument);
        await target.Manifests.PutAsync(ReferrerClient.TagOf(subject), new Manifest(MediaTypes.OciIndex, Digest.Of(content), content), cancellationToken);
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
