using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>Looks at images and registries without copying.</summary>
public sealed class ImageChecker(RegistryClient client)
{
    /// <summary>One HEAD, which no registry counts as a pull.</summary>
    /// <returns>None when there is no such image.</returns>
    /// <exception cref="RegistryException">The registry would not say.</exception>
    public async Task<ImageState?> FindAsync(RegistryEndpoint endpoint, CancellationToken cancellationToken = default) =>
        await SourceOf(endpoint).HeadAsync(endpoint.Image.FetchKey, cancellationToken) is { } head ? new ImageState(head.Digest, head.MediaType) : null;

    /// <summary>
    /// Whether the registry answers at all, whatever it says: one request without credentials, and not for an image, which a registry that is a
    /// proxy would have to fetch first.
    /// </summary>
    /// <exception cref="RegistryException">It does not.</exception>
    public async Task PingAsync(RegistryEndpoint endpoint, CancellationToken cancellationToken = default)
    {
        var connection = client.Connect(endpoint);
        using var bound = new TimeBound(client.Options.ProbeTimeout, client.Time, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(connection.Root, "v2/"));
        UserAgent.AddTo(request);
        try
        {
            using var answer = await connection.Direct.SendAsync(request, bound.Token);
        }
        catch (Exception error) when (RequestSender.IsBreak(error, cancellationToken))
        {
            throw RequestSender.Unreachable(new RegistryOperation("look for the registry", endpoint.Image.Registry, endpoint.Image.Repository), error);
        }
    }

    /// <summary>Asks the registry itself, not its mirror, and only once, whether the image could be pulled now.</summary>
    /// <exception cref="RegistryException">It could not, and why.</exception>
    /// <exception cref="OperationCanceledException">So many requests go to this host that the question was never sent.</exception>
    public async Task ProbeAsync(RegistryEndpoint endpoint, CancellationToken cancellationToken = default)
    {
        var counter = new RequestCounter();
        var repository = client.OpenOnce(endpoint, counter);
        var reference = endpoint.Image.FetchKey;
        using var bound = new TimeBound(3 * client.Options.ProbeTimeout, client.Time, cancellationToken);
        try
        {
            if (await repository.Manifests.HeadAsync(reference, bound.Token) is not null) return;
        }
        catch (OperationCanceledException late) when (counter.Total > 0 && !cancellationToken.IsCancellationRequested)
        {
            throw RequestSender.Unreachable(repository.Session.Operation($"read manifest {reference}"), late);
        }

        throw repository.Manifests.Missing(reference);
    }

    /// <summary>Reads all manifests of an image, which counts as a pull at registries that count.</summary>
    public async Task<ImageDescription> DescribeAsync(RegistryEndpoint endpoint, CancellationToken cancellationToken = default)
    {
        var source = SourceOf(endpoint);
        var root = await source.GetAsync(endpoint.Image.FetchKey, cancellationToken);
        var operation = source.Origin.Session.Operation($"describe {endpoint.Image.FetchKey}");
        var graph = await new GraphReader((child, token) => source.FindAsync(child.Digest.ToString(), token), true, operation).ReadAsync(root, cancellationToken);
        var platforms = root.IsIndex ? graph.Platforms : await ImageConfig.PlatformAsync(source, root, cancellationToken) is { } platform ? [platform] : [];
        return new ImageDescription(root.Digest, root.MediaType, platforms, graph.Bytes, graph.Blobs.Count);
    }

    /// <summary>All tags of the endpoint's repository, page by page; none where there is no such repository.</summary>
    public IAsyncEnumerable<string> ListTagsAsync(RegistryEndpoint endpoint, CancellationToken cancellationToken = default) =>
        client.Open(endpoint, new RequestCounter()).Tags.ListAsync(cancellationToken);

    /// <summary>Reaches the registry, authenticates, and opens and cancels an upload to the endpoint's repository.</summary>
    /// <exception cref="RegistryException">Pushing there would fail, and why.</exception>
    public async Task CheckAccessAsync(RegistryEndpoint target, CancellationToken cancellationToken = default)
    {
        var uploads = client.Open(target, new RequestCounter()).Uploads;
        await uploads.CancelAsync(await uploads.StartAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Keeps a digest of the target reachable whatever happens to its tags.</summary>
    public async Task AnchorAsync(RegistryEndpoint target, Digest digest, CancellationToken cancellationToken = default)
    {
        var manifests = client.Open(target, new RequestCounter()).Manifests;
        var tag = AnchorTag.For(digest);
        if (await manifests.HeadAsync(tag, cancellationToken) is { } there && there.Digest == digest) return;
        await manifests.PutAsync(tag, await manifests.GetAsync(digest.ToString(), cancellationToken), cancellationToken);
    }

    /// <summary>Gives an anchored digest up to the registry's garbage collection.</summary>
    /// <returns>False where there was no anchor, or the registry does not delete tags.</returns>
    public Task<bool> ReleaseAsync(RegistryEndpoint target, Digest digest, CancellationToken cancellationToken = default) =>
        client.Open(target, new RequestCounter()).Manifests.DeleteAsync(AnchorTag.For(digest), cancellationToken);

    /// <summary>Deletes the endpoint's tag; where the registry deletes no tags, its digest if allowed, which takes all tags of that digest along.</summary>
    /// <returns>False where the registry would not delete the tag, and the digest was not to be deleted.</returns>
    public async Task<bool> DeleteAsync(RegistryEndpoint endpoint, bool byDigest, CancellationToken cancellationToken = default)
    {
        var manifests = client.Open(endpoint, new RequestCounter()).Manifests;
        if (await manifests.HeadAsync(endpoint.Image.FetchKey, cancellationToken) is not { } there) return true;
        return await manifests.DeleteAsync(endpoint.Image.FetchKey, cancellationToken)
            || (byDigest && await manifests.DeleteAsync(there.Digest.ToString(), cancellationToken));
    }

    private ImageSource SourceOf(RegistryEndpoint endpoint)
    {
        var counter = new RequestCounter();
        return new ImageSource(client.Open(endpoint, counter), client.OpenMirror(endpoint, counter));
    }
}
