using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Copying.Graphs;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Transport;
using ImageCloneOperator.Registry.Transport.Connections;

namespace ImageCloneOperator.Registry;

/// <summary>Looks at images and registries, and changes nothing.</summary>
public sealed class RegistryInspector(RegistryClient client)
{
    /// <summary>A bound on memory: some megabytes.</summary>
    private const int MostListedTags = 100_000;

    /// <summary>One HEAD, which no registry counts as a pull.</summary>
    /// <returns>None when there is no such image.</returns>
    /// <exception cref="RegistryException">The registry would not say.</exception>
    public async Task<ImageState?> ResolveAsync(RegistryEndpoint endpoint, CancellationToken cancellationToken = default) =>
        await SourceOf(endpoint).HeadAsync(endpoint.Image.FetchKey, cancellationToken) is { } head
            ? new ImageState(head.Digest, head.MediaType)
            : null;

    /// <summary>The tags of the endpoint's repository; none where there is no such repository.</summary>
    /// <exception cref="RegistryException">The registry does not list them, or there are too many.</exception>
    public async Task<IReadOnlyList<string>> ListTagsAsync(RegistryEndpoint endpoint, CancellationToken cancellationToken = default)
    {
        try
        {
            return await client.Open(endpoint, new RequestCounter()).Manifests.ListTagsAsync(MostListedTags, cancellationToken);
        }
        catch (RegistryException missing) when (missing.Kind == RegistryErrorKind.NotFound)
        {
            return [];
        }
    }

    /// <summary>
    /// Asks whether the registry answers at all: one request without credentials, and not for an image, which a registry that is a proxy
    /// would have to fetch first.
    /// </summary>
    /// <exception cref="RegistryException">The registry does not answer.</exception>
    public async Task PingAsync(RegistryEndpoint endpoint, CancellationToken cancellationToken = default)
    {
        var connection = client.Connect(endpoint);
        using var bound = new TimeBound(client.Options.ProbeTimeout, client.Time, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(connection.Root, "v2/"));
        UserAgent.AddTo(request);
        var operation = new RegistryOperation("look for the registry", endpoint.Image.Registry, endpoint.Image.Repository);
        try
        {
            using var answer = await connection.Direct.SendAsync(request, bound.Token);
        }
        catch (HttpRequestException error) when (RefusedAddressException.IsIn(error))
        {
            throw RequestSender.Refused(operation, error);
        }
        catch (Exception error) when (RequestSender.IsBreak(error, cancellationToken))
        {
            throw RequestSender.Unreachable(operation, error, client.Options.Rules);
        }
    }

    /// <summary>Asks the registry itself, not its mirror, and only once, whether the image could be pulled now.</summary>
    /// <exception cref="RegistryException">The image could not be pulled, and why.</exception>
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
            throw RequestSender.Unreachable(repository.Session.Operation($"read manifest {reference}"), late, client.Options.Rules);
        }

        throw repository.Manifests.Missing(reference);
    }

    /// <summary>Reads all manifests of an image, which counts as a pull at registries that count.</summary>
    public async Task<ImageDescription> DescribeAsync(RegistryEndpoint endpoint, CancellationToken cancellationToken = default)
    {
        var source = SourceOf(endpoint);
        var root = await source.GetAsync(endpoint.Image.FetchKey, cancellationToken);
        var operation = source.Origin.Session.Operation($"describe {endpoint.Image.FetchKey}");
        using var large = client.LargeGraphs.Open();
        var reader = new GraphReader(source.FindAsync, large, foreignLayers: true, operation);
        var graph = await reader.ReadAsync(root, cancellationToken);
        var platforms = await ImageConfig.PlatformsAsync(source, graph, cancellationToken);
        return new ImageDescription(root.Digest, root.MediaType, platforms, graph.Bytes, graph.Blobs.Count);
    }

    /// <summary>
    /// The manifests that an index lists, most of them of one platform each; none where the image is no index or is not there.
    /// </summary>
    /// <exception cref="RegistryException">The registry would not say.</exception>
    public async Task<IReadOnlyList<Digest>> ListManifestsAsync(RegistryEndpoint endpoint, CancellationToken cancellationToken = default)
    {
        try
        {
            var root = await SourceOf(endpoint).GetAsync(endpoint.Image.FetchKey, cancellationToken);
            return [.. root.Children.Select(child => child.Digest)];
        }
        catch (RegistryException missing) when (missing.Kind == RegistryErrorKind.NotFound)
        {
            return [];
        }
    }

    /// <summary>
    /// Compares what the registry holds with what the image's manifests promise: reads every manifest by its digest, and asks for blobs.
    /// </summary>
    /// <param name="endpoint">The image.</param>
    /// <param name="blobs">Which of its blobs are asked for.</param>
    /// <param name="answers">What verifications of other images have learnt already; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>None when there is no such image.</returns>
    /// <exception cref="RegistryException">The registry would not say.</exception>
    public async Task<ImageVerification?> VerifyAsync(
        RegistryEndpoint endpoint, BlobSample blobs, BlobAnswers? answers = null, CancellationToken cancellationToken = default)
    {
        var repository = client.Open(endpoint, new RequestCounter());
        using var large = client.LargeGraphs.Open();
        return await new GraphVerifier(repository, client.Retry, large, answers ?? new BlobAnswers())
            .VerifyAsync(endpoint.Image.FetchKey, blobs, cancellationToken);
    }

    private ImageSource SourceOf(RegistryEndpoint endpoint)
    {
        var counter = new RequestCounter();
        return new ImageSource(client.Open(endpoint, counter), client.OpenMirror(endpoint, counter));
    }
}
