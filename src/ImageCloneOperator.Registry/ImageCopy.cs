using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Copying.Blobs;
using ImageCloneOperator.Registry.Copying.Graphs;
using ImageCloneOperator.Registry.Copying.Referrers;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Protocol.Content;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry;

/// <summary>One copy from its first HEAD to its tag.</summary>
internal sealed class ImageCopy(CopyRequest request, CopyContext context, ReferrerTags referrerTags, RequestCounter counter)
{
    private readonly string _sourceKey = request.Source.Image.FetchKey;
    private readonly string _targetKey = request.Target.Image.Tag ?? request.Target.Image.FetchKey;
    private readonly ManifestClient _target = context.Target.Manifests;
    private readonly RegistryOperation _reading = context.Source.Origin.Session.Operation($"copy {request.Source.Image.FetchKey}");

    public async Task<CopyResult> RunAsync(CancellationToken cancellationToken)
    {
        var looking = TargetHeadAsync(cancellationToken);
        var head = await SourceHeadAsync(looking, cancellationToken);
        var there = await looking;
        if (IsThere(there, head.Digest) && request.Platforms.Count == 0)
        {
            if (request.Referrers) await AddReferrersAsync(await PreviousAsync(there, cancellationToken), cancellationToken);
            return UpToDate(head, head.Digest);
        }

        var readingThere = PreviousAsync(there, cancellationToken);
        var readingWhole = RootAsync(head, cancellationToken);
        await Task.WhenAll(readingThere, readingWhole);
        var (previous, whole) = (await readingThere, await readingWhole);
        head = head with { Digest = whole.Digest, MediaType = whole.MediaType };
        var root = PlatformFilter.Apply(whole, request.Platforms, _reading);
        CheckPinned(root);
        if (IsThere(there, root.Digest))
        {
            if (request.Referrers) await AddReferrersAsync(previous, cancellationToken);
            return UpToDate(head, root.Digest);
        }

        var reader = ReaderOf(previous);
        var graph = await reader.ReadAsync(root, cancellationToken);
        CheckSize(graph);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var platforms = ImageConfig.PlatformsAsync(context.Source, graph, failed.Token);
        try
        {
            await CopyAsync(graph, reader, previous, cancellationToken);
        }
        catch
        {
            // A source that is too slow would take minutes to tell them.
            await failed.CancelAsync();
            await ((Task)platforms).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return Done(head, graph, await platforms, there);
    }

    private void CheckSize(ImageGraph graph)
    {
        if (graph.Bytes <= (request.MaxBytes ?? long.MaxValue)) return;
        throw new RegistryException(
            RegistryErrorKind.TooLarge,
            _reading,
            $"the image has {ByteText.Of(graph.Bytes)}, and no more than {ByteText.Of(request.MaxBytes!.Value)} may be copied");
    }

    private bool IsThere(ManifestHead? there, Digest digest) => there?.Digest == digest && !request.Repair;

    private async Task<ManifestHead> SourceHeadAsync(Task looking, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Source.HeadAsync(_sourceKey, cancellationToken)
                ?? throw new RegistryException(RegistryErrorKind.NotFound, _reading, "the registry has no such image");
        }
        catch
        {
            // The other request has its own failure, which matters less.
            await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>A registry may announce a digest that it then does not know: what the tag gives counts.</summary>
    private async Task<Manifest> RootAsync(ManifestHead head, CancellationToken cancellationToken)
    {
        await context.Large.WaitAsync(head.Size ?? 0, cancellationToken);
        return await context.Source.FindAsync(head.Digest.ToString(), cancellationToken)
            ?? await context.Source.GetAsync(_sourceKey, cancellationToken);
    }

    /// <summary>
    /// A target that may be written and not read is taken for empty; if it may not be written either, the first write tells.
    /// </summary>
    private async Task<ManifestHead?> TargetHeadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _target.HeadAsync(_targetKey, cancellationToken);
        }
        catch (RegistryException e) when (e.IsRefusal)
        {
            return null;
        }
    }

    /// <summary>
    /// Reads what the target's tag points to now. Its parts need neither be read from the source nor looked for. One that lacks a part is
    /// as good as none.
    /// </summary>
    private async Task<ImageGraph?> PreviousAsync(ManifestHead? there, CancellationToken cancellationToken)
    {
        if (there is null) return null;
        try
        {
            await context.Large.WaitAsync(there.Size ?? 0, cancellationToken);
            if (await _target.FindAsync(there.Digest.ToString(), cancellationToken) is not { } root) return null;
            var reading = context.Target.Session.Operation($"read {_targetKey}");
            var reader = new GraphReader(_target.FindAsync, context.Large, foreignLayers: false, reading);
            var graph = await reader.ReadAsync(root, cancellationToken);
            foreach (var digest in graph.Blobs.Keys) context.Shared.Known.Add(context.TargetHost, context.TargetRepository, digest);
            return graph;
        }
        catch (RegistryException failure) when (!request.KeepPrevious || failure.SaysContentIsBroken)
        {
            return null;
        }
    }

    /// <summary>Signatures are often attached after the image was pushed, and so after it was copied.</summary>
    private async Task AddReferrersAsync(ImageGraph? there, CancellationToken cancellationToken)
    {
        if (there is null) return;
        using var copier = new GraphCopier(context);
        await new ReferrerCopier(context, referrerTags, copier, ReaderOf(there)).CopyAsync(there, isWritten: true, cancellationToken);
    }

    private GraphReader ReaderOf(ImageGraph? previous) => new(
        async (child, token) => previous?.Manifests.GetValueOrDefault(child.Digest)
            ?? await context.Source.FindAsync(child, token),
        context.Large,
        request.ForeignLayers,
        _reading);

    private void CheckPinned(Manifest root)
    {
        if (request.Target.Image.Digest is { } pinned && pinned != root.Digest)
        {
            throw new RegistryException(
                RegistryErrorKind.Conflict,
                context.Target.Session.Operation($"write {_targetKey}"),
                $"the target names the digest {pinned}, and the image has {root.Digest}");
        }
    }

    private async Task CopyAsync(ImageGraph graph, GraphReader reader, ImageGraph? previous, CancellationToken cancellationToken)
    {
        if (request.Repair) context.Shared.Known.Forget(context.TargetHost, context.TargetRepository);
        using var copier = new GraphCopier(context, verify: request.Repair);
        await copier.CopyPartsAsync(graph, cancellationToken);
        if (request.Referrers)
            await new ReferrerCopier(context, referrerTags, copier, reader).CopyAsync(graph, isWritten: false, cancellationToken);
        if (request.KeepPrevious && previous is not null && previous.Root.Digest != graph.Root.Digest)
            await _target.PutAsync(AnchorTag.For(previous.Root.Digest), previous.Root, cancellationToken);
        await TagAsync(copier, graph, cancellationToken);
        foreach (var digest in graph.Blobs.Keys) context.Shared.Known.Add(context.TargetHost, context.TargetRepository, digest);
    }

    /// <summary>The tag comes last: whoever sees it can pull all of the image.</summary>
    private async Task TagAsync(GraphCopier copier, ImageGraph graph, CancellationToken cancellationToken)
    {
        try
        {
            var listed = await copier.PutRootAsync(graph, _targetKey, cancellationToken);
            if (!listed && graph.Root.Subject is { } subject)
                await referrerTags.AddAsync(context.Target, subject.Digest, [graph.Root], cancellationToken);
        }
        catch (RegistryException e) when (e.Kind is RegistryErrorKind.TagImmutable or RegistryErrorKind.Conflict)
        {
            // An earlier try may have succeeded and its reply been lost.
            if (await TargetHeadAsync(cancellationToken) is { } now && now.Digest == graph.Root.Digest) return;
            throw;
        }
    }

    private CopyResult UpToDate(ManifestHead head, Digest targetDigest) => new()
    {
        SourceDigest = head.Digest,
        MediaType = head.MediaType,
        TargetDigest = targetDigest,
        UpToDate = true,
        Requests = counter.Total,
        Progress = context.Progress.Snapshot(),
        Warnings = context.Warnings.All,
    };

    private CopyResult Done(ManifestHead head, ImageGraph graph, IReadOnlyList<Platform> platforms, ManifestHead? there) => new()
    {
        SourceDigest = head.Digest,
        MediaType = graph.Root.MediaType,
        TargetDigest = graph.Root.Digest,
        UpToDate = false,
        PreviousDigest = there?.Digest,
        Platforms = platforms,
        SizeBytes = graph.Bytes,
        Requests = counter.Total,
        Progress = context.Progress.Snapshot(),
        Warnings = context.Warnings.All,
    };
}
