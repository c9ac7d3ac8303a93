using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol.Content;
using Microsoft.AspNetCore.WebUtilities;

namespace ImageCloneOperator.Registry.Layouts;

/// <summary>
/// Answers for a layout what a registry would (distribution-spec), in this process: so a layout is copied from, copied to, verified and
/// listed by what does so with registries. All its repositories share their blobs.
/// </summary>
internal sealed class LayoutHandler(OciLayout layout) : HttpMessageHandler
{
    private readonly LayoutManifests _manifests = new(layout);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswerAsync(request, cancellationToken);
        }
        catch (Exception failure) when (FileProblem(failure) is { } problem)
        {
            throw layout.Fail(
                RegistryErrorKind.Denied, problem.Message, "See that the disk has room, and that this user may read and write there.");
        }
    }

    /// <summary>A body that cannot be written comes as a request that failed.</summary>
    private static Exception? FileProblem(Exception failure) => failure switch
    {
        IOException or UnauthorizedAccessException => failure,
        HttpRequestException { InnerException: IOException inner } => inner,
        _ => null,
    };

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var route = LayoutRoute.Of(request.RequestUri!);
        return (request.Method.Method, route.Kind) switch
        {
            ("HEAD", LayoutRouteKind.Manifest) => Head(route),
            ("GET", LayoutRouteKind.Manifest) => await GetAsync(route, cancellationToken),
            ("PUT", LayoutRouteKind.Manifest) => await PutAsync(route, request, cancellationToken),
            ("HEAD", LayoutRouteKind.Blob) => Blob(route.Key, isHead: true, from: null),
            ("GET", LayoutRouteKind.Blob) => Blob(route.Key, isHead: false, request.Headers.Range?.Ranges.FirstOrDefault()?.From),
            ("POST", LayoutRouteKind.Uploads) => StartUpload(request.RequestUri!),
            ("PUT", LayoutRouteKind.Uploads) => await UploadAsync(request, cancellationToken),
            ("DELETE", LayoutRouteKind.Uploads) => new HttpResponseMessage(HttpStatusCode.NoContent),
            ("GET", LayoutRouteKind.Tags) => Tags(route.Repository),
            ("GET", LayoutRouteKind.Referrers) => await ReferrersAsync(route.Key, cancellationToken),
            _ => Refuse(HttpStatusCode.MethodNotAllowed, "UNSUPPORTED"),
        };
    }

    private HttpResponseMessage Head(LayoutRoute route)
    {
        if (Resolve(route) is not { } entry || layout.Find(entry.Digest) is not { } blob) return Missing();
        return Manifest(entry, new EmptyContent(blob.Size));
    }

    private async Task<HttpResponseMessage> GetAsync(LayoutRoute route, CancellationToken cancellationToken)
    {
        if (Resolve(route) is not { } entry) return Missing();
        var manifest = await _manifests.ParseAsync(entry.Digest, entry.MediaType, cancellationToken);
        return manifest is null
            ? Missing()
            : Manifest(entry with { MediaType = manifest.MediaType }, new ByteArrayContent(manifest.Content));
    }

    private Descriptor? Resolve(LayoutRoute route) =>
        Digest.TryParse(route.Key, out var digest) ? new Descriptor(MediaTypes.Any, digest, 0) : _manifests.Find(route.Name);

    /// <summary>A manifest without a name that refers to another is listed too: so others find it.</summary>
    private async Task<HttpResponseMessage> PutAsync(LayoutRoute route, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var isDigest = Digest.TryParse(route.Key, out var digest);
        if (!isDigest) digest = Digest.Of(content);
        var type = request.Content.Headers.ContentType?.MediaType ?? "";
        var manifest = ManifestParser.Parse(content, digest, type, layout.Operation($"write manifest {route.Name}"));
        if (_manifests.MissingPart(manifest) is not null) return Refuse(HttpStatusCode.BadRequest, "MANIFEST_BLOB_UNKNOWN");
        await layout.WriteAsync(digest, stream => stream.WriteAsync(content, cancellationToken).AsTask(), cancellationToken);
        if (!isDigest || manifest.Subject is not null)
        {
            var entry = new Descriptor(manifest.MediaType, digest, content.Length)
            {
                ArtifactType = manifest.Subject is null ? null : manifest.ArtifactType,
            };
            await layout.UpdateAsync(index => index.With(entry, isDigest ? "" : route.Name), cancellationToken);
        }

        var response = new HttpResponseMessage(HttpStatusCode.Created);
        response.Headers.Add("Docker-Content-Digest", digest.ToString());
        if (manifest.Subject is { } subject) response.Headers.Add("OCI-Subject", subject.Digest.ToString());
        return response;
    }

    private HttpResponseMessage Blob(string key, bool isHead, long? from)
    {
        if (!Digest.TryParse(key, out var digest) || layout.Find(digest) is not { } blob) return Missing();
        if (isHead) return new HttpResponseMessage(HttpStatusCode.OK) { Content = new EmptyContent(blob.Size) };
        if (from >= blob.Size && blob.Size > 0) return Refuse(HttpStatusCode.RequestedRangeNotSatisfiable, "RANGE_INVALID");
        var response = new HttpResponseMessage(from is null ? HttpStatusCode.OK : HttpStatusCode.PartialContent)
        {
            Content = new StreamContent(blob.OpenAt(from ?? 0)),
        };
        response.Content.Headers.ContentLength = blob.Size - (from ?? 0);
        if (from is { } start) response.Content.Headers.ContentRange = new ContentRangeHeaderValue(start, blob.Size - 1, blob.Size);
        return response;
    }

    /// <summary>What is there already needs no upload, whichever repository it was written for.</summary>
    private HttpResponseMessage StartUpload(Uri uri)
    {
        var query = QueryHelpers.ParseQuery(uri.Query);
        var isThere = Digest.TryParse(query.GetValueOrDefault("mount"), out var digest) && layout.Find(digest) is not null;
        var response = new HttpResponseMessage(isThere ? HttpStatusCode.Created : HttpStatusCode.Accepted);
        response.Headers.Location = new Uri(uri.GetLeftPart(UriPartial.Path));
        return response;
    }

    /// <summary>The sender compares the bytes with their digest, and holds the last ones back until they are right.</summary>
    private async Task<HttpResponseMessage> UploadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var query = QueryHelpers.ParseQuery(request.RequestUri!.Query);
        if (!Digest.TryParse(query.GetValueOrDefault("digest"), out var digest))
            return Refuse(HttpStatusCode.BadRequest, "DIGEST_INVALID");
        await layout.WriteAsync(digest, stream => request.Content!.CopyToAsync(stream, cancellationToken), cancellationToken);
        return new HttpResponseMessage(HttpStatusCode.Created);
    }

    private HttpResponseMessage Tags(string repository)
    {
        var prefix = repository.Length == 0 ? "" : $"{repository}:";
        List<string> tags =
        [
            .. layout.ReadIndex().Names
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name => name[prefix.Length..])
                .Where(tag => !tag.Contains(':')),
        ];
        return Json(JsonSerializer.SerializeToUtf8Bytes(new TagListDocument { Tags = tags }, RegistryJson.Default.TagListDocument));
    }

    private async Task<HttpResponseMessage> ReferrersAsync(string key, CancellationToken cancellationToken) =>
        Digest.TryParse(key, out var subject) && await _manifests.ReferrersAsync(subject, cancellationToken) is { } list
            ? Json(list, MediaTypes.OciIndex)
            : Missing();

    private static HttpResponseMessage Manifest(Descriptor manifest, HttpContent content)
    {
        content.Headers.TryAddWithoutValidation("Content-Type", manifest.MediaType);
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        response.Headers.Add("Docker-Content-Digest", manifest.Digest.ToString());
        return response;
    }

    private static HttpResponseMessage Json(byte[] content, string type = "application/json") =>
        new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(type) } } };

    private static HttpResponseMessage Missing() => new(HttpStatusCode.NotFound);

    private static HttpResponseMessage Refuse(HttpStatusCode status, string code) =>
        new(status) { Content = new StringContent($$"""{"errors":[{"code":"{{code}}"}]}""") };

    /// <summary>The headers of an answer to HEAD.</summary>
    private sealed class EmptyContent : ByteArrayContent
    {
        public EmptyContent(long size)
            : base([]) => Headers.ContentLength = size;
    }
}
