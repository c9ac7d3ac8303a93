using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry.Protocol;

/// <summary>Sending blobs to one repository (distribution-spec, end-4 to end-6, end-11 and end-13).</summary>
internal sealed class UploadClient(RepositorySession repository)
{
    private static readonly MediaTypeHeaderValue OctetStream = new("application/octet-stream");
    private static readonly HttpStatusCode[] Committed =
    [
        HttpStatusCode.Created,
        HttpStatusCode.OK,
        HttpStatusCode.NoContent,
        HttpStatusCode.Accepted,
    ];

    public async Task<Uri> StartAsync(CancellationToken cancellationToken)
    {
        var request = repository.Write(HttpMethod.Post, "blobs/uploads/", "start an upload");
        using var response = await repository.SendAsync(
            request, [HttpStatusCode.Accepted, HttpStatusCode.Created, HttpStatusCode.OK], cancellationToken);
        return LocationOf(response, request);
    }

    /// <summary>
    /// Asks the registry to take the blob from another of its repositories. From the repository itself this asks whether the blob is
    /// there, and opens an upload if not.
    /// </summary>
    /// <returns>None when the registry refuses to mount; a plain upload may still be allowed.</returns>
    public async Task<UploadStart?> MountAsync(Digest digest, string from, CancellationToken cancellationToken)
    {
        var path = $"blobs/uploads/?mount={digest}&from={Uri.EscapeDataString(from)}";
        var request = repository.Write(HttpMethod.Post, path, $"mount blob {digest} from {from}");
        if (from != repository.Repository) request = request with { Scopes = [.. request.Scopes, TokenScopes.Pull(from)] };
        using var response = await repository.SendAsync(request, cancellationToken);
        return response.Status switch
        {
            HttpStatusCode.Created => UploadStart.Mounted,
            HttpStatusCode.Accepted => new UploadStart(LocationOf(response, request)),
            HttpStatusCode.TooManyRequests => throw ErrorResponses.From(request, response, repository.Time.GetUtcNow()),
            _ => null,
        };
    }

    /// <summary>Sends the whole blob and commits it.</summary>
    public Task CommitAsync(Uri location, Digest digest, byte[] content, CancellationToken cancellationToken) => CommitAsync(
        repository.Write(HttpMethod.Put, Final(location, digest), $"write blob {digest}") with
        {
            Content = () => new ByteArrayContent(content) { Headers = { ContentType = OctetStream } },
        },
        cancellationToken);

    /// <summary>Streams the whole blob and commits it.</summary>
    public Task CommitAsync(Uri location, Digest digest, UploadBody body, CancellationToken cancellationToken) =>
        CommitAsync(Stream(HttpMethod.Put, Final(location, digest), digest, body), cancellationToken);

    /// <summary>Appends the rest of a blob from an offset.</summary>
    public async Task<Uri> AppendAsync(
        Uri location, Digest digest, long from, long to, UploadBody body, CancellationToken cancellationToken)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"{from}-{to}");
        var request = Stream(HttpMethod.Patch, location, digest, body with
        {
            Content = () =>
            {
                var content = body.Content();
                content.Headers.TryAddWithoutValidation("Content-Range", range);
                return content;
            },
        });
        using var response = await repository.SendAsync(
            request, [HttpStatusCode.Accepted, HttpStatusCode.NoContent, HttpStatusCode.Created, HttpStatusCode.OK], cancellationToken);
        return response.Header("Location") is null ? location : LocationOf(response, request);
    }

    /// <returns>None when the registry knows nothing of the upload any more.</returns>
    public async Task<UploadState?> FindAsync(Uri location, CancellationToken cancellationToken)
    {
        var request = repository.Write(HttpMethod.Get, location, "ask for an upload's state");
        using var response = await repository.SendAsync(request, cancellationToken);
        if (response.Status is not (HttpStatusCode.NoContent or HttpStatusCode.OK or HttpStatusCode.Accepted)) return null;
        var next = response.Header("Location") is null ? location : LocationOf(response, request);
        return new UploadState(next, Received(response.Header("Range")));
    }

    public async Task CancelAsync(Uri location, CancellationToken cancellationToken)
    {
        using var response = await repository.SendAsync(
            repository.Write(HttpMethod.Delete, location, "cancel an upload"), cancellationToken);
    }

    /// <summary><c>0-0</c> means none or one byte; the one is sent again.</summary>
    private static long Received(string? range)
    {
        var last = range?[(range.IndexOf('-', StringComparison.Ordinal) + 1)..];
        return long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end > 0 ? end + 1 : 0;
    }

    private static Uri Final(Uri location, Digest digest) =>
        new($"{location.AbsoluteUri}{(location.Query.Length == 0 ? '?' : '&')}digest={digest}");

    private async Task CommitAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        using var response = await repository.SendAsync(request, Committed, cancellationToken);
    }

    private RegistryRequest Stream(HttpMethod method, Uri uri, Digest digest, UploadBody body) =>
        repository.Write(method, uri, $"write blob {digest}") with
        {
            Content = () =>
            {
                var content = body.Content();
                content.Headers.ContentType = OctetStream;
                return content;
            },
            CanReplay = false,
            ExpectsContinue = body.AsksFirst,
            ResponseTimeout = Timeout.InfiniteTimeSpan,
        };

    /// <summary>Absolute, relative, or a host without a scheme; always relative to where the answer came from.</summary>
    private Uri LocationOf(RegistryResponse response, RegistryRequest request)
    {
        var text = response.Header("Location");
        if (text is { Length: > 0 } && text.StartsWith(response.Uri.Authority + "/", StringComparison.OrdinalIgnoreCase))
            text = $"{response.Uri.Scheme}://{text}";
        if (text is not { Length: > 0 } || !Uri.TryCreate(response.Uri, text, out var location))
        {
            throw new RegistryException(
                RegistryErrorKind.Unsupported, request.Operation, "the registry does not say where to upload to (Location)");
        }

        return RedirectPolicy.Follow(response.Uri, location, request.Operation, repository.AllowsHttpStorage);
    }
}
