using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying.Blobs;
using ImageCloneOperator.Registry.Protocol.Content;

namespace ImageCloneOperator.Registry.Copying.Graphs;

/// <summary>
/// Writes image graphs to the target: blobs first, largest first; a manifest as soon as all it points to is there.
/// </summary>
internal sealed class GraphCopier(CopyContext context, bool verify = false) : IDisposable
{
    /// <summary>Blobs in work at once within one copy; the hosts' own budgets are below this.</summary>
    private const int Parallelism = 64;

    private readonly BlobCopier _copier = new(context);
    private readonly ConcurrentDictionary<Digest, Lazy<Task>> _blobs = new();
    private readonly ConcurrentDictionary<Digest, Lazy<Task<bool>>> _manifests = new();
    private readonly SemaphoreSlim _slots = new(Parallelism);

    /// <summary>Everything but the root itself.</summary>
    public async Task CopyPartsAsync(ImageGraph graph, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sent = graph.Blobs.Values.OrderByDescending(blob => blob.Size).Select(blob => CopyBlobAsync(blob, stop.Token)).ToList();
        var pushed = graph.Root.Children
            .Where(child => graph.Manifests.ContainsKey(child.Digest))
            .Select(child => PushAsync(graph, child.Digest, stop.Token))
            .ToList();
        await AllOrFirstFailureAsync([.. sent, .. pushed], stop);
    }

    /// <summary>Writes the root, whose parts have been copied, under a tag or its digest.</summary>
    /// <returns>Whether the registry itself lists the manifest under its subject's referrers.</returns>
    public async Task<bool> PutRootAsync(ImageGraph graph, string reference, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Target.Manifests.PutAsync(reference, graph.Root, cancellationToken);
        }
        catch (RegistryException e) when (e.SaysPartIsMissing)
        {
            await RepairAsync(graph, graph.Root, cancellationToken);
            return await context.Target.Manifests.PutAsync(reference, graph.Root, cancellationToken);
        }
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>Ends the rest at the first failure, waits for all, and throws that failure.</summary>
    private static async Task AllOrFirstFailureAsync(IReadOnlyList<Task> tasks, CancellationTokenSource stop)
    {
        Exception? first = null;
        await foreach (var task in Task.WhenEach(tasks))
        {
            if (task.IsCompletedSuccessfully || first is not null) continue;
            first = task.Exception?.InnerException ?? new OperationCanceledException(stop.Token);
            await stop.CancelAsync();
        }

        if (first is not null) ExceptionDispatchInfo.Throw(first);
    }

    private Task CopyBlobAsync(Descriptor blob, CancellationToken cancellationToken) =>
        _blobs.GetOrAdd(blob.Digest, _ => new Lazy<Task>(() => CopyBlobOnceAsync(blob, cancellationToken))).Value;

    private async Task CopyBlobOnceAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        context.Progress.Planned(blob.Size);
        await _slots.WaitAsync(cancellationToken);
        try
        {
            context.Progress.Finished(await _copier.EnsureAsync(blob, verify, cancellationToken), blob.Size);
        }
        finally
        {
            _slots.Release();
        }
    }

    private Task<bool> PushAsync(ImageGraph graph, Digest digest, CancellationToken cancellationToken) =>
        _manifests.GetOrAdd(
            digest, _ => new Lazy<Task<bool>>(() => PushOnceAsync(graph, graph.Manifests[digest], cancellationToken))).Value;

    private async Task<bool> PushOnceAsync(ImageGraph graph, Manifest manifest, CancellationToken cancellationToken)
    {
        await Task.WhenAll(PartsOf(graph, manifest).Select(blob => CopyBlobAsync(blob, cancellationToken)));
        await Task.WhenAll(ChildrenOf(graph, manifest).Select(child => PushAsync(graph, child, cancellationToken)));
        return await PutRootAsync(graph with { Root = manifest }, manifest.Digest.ToString(), cancellationToken);
    }

    private static IEnumerable<Descriptor> PartsOf(ImageGraph graph, Manifest manifest) =>
        manifest.Blobs.Concat(manifest.Children).Where(blob => graph.Blobs.ContainsKey(blob.Digest));

    private static IEnumerable<Digest> ChildrenOf(ImageGraph graph, Manifest manifest) =>
        manifest.Children.Select(child => child.Digest).Where(graph.Manifests.ContainsKey);

    /// <summary>Asks the repository about each part and sends what is missing, since the cache was wrong about it.</summary>
    private async Task RepairAsync(ImageGraph graph, Manifest manifest, CancellationToken cancellationToken)
    {
        context.Shared.Known.Forget(context.TargetHost, context.TargetRepository);
        await Task.WhenAll(PartsOf(graph, manifest).DistinctBy(blob => blob.Digest)
            .Select(blob => _copier.EnsureAsync(blob, verify: true, cancellationToken)));
        foreach (var child in ChildrenOf(graph, manifest))
        {
            await RepairAsync(graph, graph.Manifests[child], cancellationToken);
            await context.Target.Manifests.PutAsync(child.ToString(), graph.Manifests[child], cancellationToken);
        }
    }
}
