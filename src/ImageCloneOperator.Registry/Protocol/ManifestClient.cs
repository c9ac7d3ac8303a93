using System.Net;
using System.Net.Http.Headers;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol.Content;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry.Protocol;

/// <summary>Manifests of one repository (distribution-spec, end-2, end-3, end-7, end-9). References are tags or digests.</summary>
internal sealed class ManifestClient(RepositorySession repository)
{
    private const int LargestManifest = 4 << 20;

    /// <summary>The repository has shown that it answers HEAD: from then on its 404 is believed.</summary>
    private bool _answersHead;

    /// <returns>None when there is no such manifest. Where HEAD does not say what is there, GET decides.</returns>
    public async Task<ManifestHead?> HeadAsync(string reference, CancellationToken cancellationToken)
    {
        using (var response = await repository.SendAsync(Ask(HttpMethod.Head, reference), cancellationToken))
        {
            if (response.Status == HttpStatusCode.OK && DigestOf(response, reference) is { } digest)
            {
                _answersHead = true;
                var size = response.Message.Content.Headers.ContentLength;
                return new ManifestHead(digest, MediaTypes.Bare(response.Header("Content-Type")), size);
            }

            if (response.Status == HttpStatusCode.NotFound && _answersHead) return null;
            if (response.Status == HttpStatusCode.TooManyRequests)
                throw ErrorResponses.From(Ask(HttpMethod.Head, reference), response, repository.Time.GetUtcNow());
        }

        return await FindAsync(reference, cancellationToken) is { } manifest
            ? new ManifestHead(manifest.Digest, manifest.MediaType, manifest.Content.Length)
            : null;
    }

    public async Task<Manifest> GetAsync(string reference, CancellationToken cancellationToken) =>
        await FindAsync(reference, cancellationToken)
        ?? throw Missing(reference);

    public RegistryException Missing(string reference) =>
        new(RegistryErrorKind.NotFound, repository.Operation($"read manifest {reference}"), "the registry has no such manifest")
        {
            StatusCode = HttpStatusCode.NotFound,
        };

    public Task<Manifest?> FindAsync(string reference, CancellationToken cancellationToken) =>
        FindAsync(reference, LargestManifest, cancellationToken);

    /// <summary>Reads no more than the descriptor says: an index may name any number of manifests, and lie about each.</summary>
    public Task<Manifest?> FindAsync(Descriptor child, CancellationToken cancellationToken) =>
        FindAsync(child.Digest.ToString(), (int)Math.Min(LargestManifest, child.Size), cancellationToken);

    private async Task<Manifest?> FindAsync(string reference, int limit, CancellationToken cancellationToken)
    {
        var request = Ask(HttpMethod.Get, reference) with { BodyLimit = limit };
        using var response = await repository.SendAsync(request, [HttpStatusCode.OK, HttpStatusCode.NotFound], cancellationToken);
        if (response.Status == HttpStatusCode.NotFound) return null;
        var digest = Digest.TryParse(reference, out var wanted) ? wanted : Digest.Of(response.Body);
        if (!ContentHash.Matches(digest, response.Body))
        {
            throw new RegistryException(
                RegistryErrorKind.Corrupt, request.Operation, $"what the registry sent has the digest {Digest.Of(response.Body)}");
        }

        return ManifestParser.Parse(response.Body, digest, response.Header("Content-Type") ?? "", request.Operation);
    }

    /// <returns>Whether the registry itself lists the manifest under its subject's referrers.</returns>
    public async Task<bool> PutAsync(string reference, Manifest manifest, CancellationToken cancellationToken)
    {
        var request = repository.Write(HttpMethod.Put, $"manifests/{reference}", $"write manifest {reference}") with
        {
            Content = () =>
                new ByteArrayContent(manifest.Content) { Headers = { ContentType = new MediaTypeHeaderValue(manifest.MediaType) } },
            BeforeSend = repository.BeforeManifest,
        };
        using var response = await repository.SendAsync(
            request,
            [HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.NoContent],
            cancellationToken);
        if (Digest.TryParse(response.Header("Docker-Content-Digest"), out var stored)
            && stored.Algorithm == manifest.Digest.Algorithm
            && stored != manifest.Digest)
        {
            throw new RegistryException(
                RegistryErrorKind.Corrupt, request.Operation, $"the registry stored {stored} instead of {manifest.Digest}");
        }

        return response.Header("OCI-Subject") is not null;
    }

    /// <returns>Null when it is gone; else what the registry answers that does not delete such references.</returns>
    public async Task<string?> DeleteAsync(string reference, CancellationToken cancellationToken)
    {
        var request = repository.Write(HttpMethod.Delete, $"manifests/{reference}", $"delete manifest {reference}") with
        {
            Scopes = [TokenScopes.Delete(repository.Repository)],
        };
        using var response = await repository.SendAsync(
            request,
            [
                HttpStatusCode.Accepted, HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.NotFound,
                HttpStatusCode.MethodNotAllowed, HttpStatusCode.BadRequest, HttpStatusCode.NotImplemented,
            ],
            cancellationToken);
        return (int)response.Status < 300 || response.Status == HttpStatusCode.NotFound
            ? null
            : ErrorResponses.From(request, response, repository.Time.GetUtcNow()).Detail;
    }

    /// <summary>All tags of the repository (distribution-spec, end-8).</summary>
    /// <exception cref="RegistryException">The registry does not list them, or there are more than <paramref name="most"/>.</exception>
    public async Task<IReadOnlyList<string>> ListTagsAsync(int most, CancellationToken cancellationToken)
    {
        List<string> tags = [];
        var request = repository.Read(HttpMethod.Get, "tags/list?n=1000", "list tags") with { BodyLimit = LargestManifest };
        for (HashSet<Uri> seen = []; seen.Add(request.Uri);)
        {
            using var response = await repository.SendAsync(request, [HttpStatusCode.OK], cancellationToken);
            tags.AddRange(TagListDocument.Read(response.Body, request.Operation));
            if (tags.Count > most)
                throw new RegistryException(RegistryErrorKind.Unsupported, request.Operation, $"there are more than {most} tags");
            if (LinkHeader.Next(response, request.Operation) is not { } next) break;
            request = request with { Uri = next };
        }

        return tags;
    }

    private static Digest? DigestOf(RegistryResponse response, string reference)
    {
        if (Digest.TryParse(reference, out var asked)) return asked;
        return Digest.TryParse(response.Header("Docker-Content-Digest"), out var digest) ? digest : null;
    }

    private RegistryRequest Ask(HttpMethod method, string reference) =>
        repository.Read(method, $"manifests/{reference}", $"read manifest {reference}") with { Accept = MediaTypes.Accepted };
}
