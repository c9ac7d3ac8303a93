using System.Net.Http.Headers;

namespace ImageCloneOperator.Testing.Registry.Samples;

/// <summary>Pushes samples to any registry. The client has the registry's address and, where it wants a login, a header for it.</summary>
public sealed class HttpSampleTarget(HttpClient client) : ISampleTarget
{
    public async Task<SampleBlob> PutBlobAsync(
        string repository, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var upload = await SendAsync(
            HttpMethod.Post, new Uri($"/v2/{repository}/blobs/uploads/", UriKind.Relative), null, cancellationToken);
        using var content = new WrittenContent(write);
        var written = await SendAsync(HttpMethod.Patch, upload, content, cancellationToken);
        var query = written.Query.Length > 0 ? written.Query + "&" : "?";
        var end = new UriBuilder(written) { Query = $"{query}digest={Uri.EscapeDataString(content.Written!.Digest)}" };
        await SendAsync(HttpMethod.Put, end.Uri, null, cancellationToken);
        return content.Written;
    }

    public async Task PutManifestAsync(
        string repository, string reference, string mediaType, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        await SendAsync(HttpMethod.Put, new Uri($"/v2/{repository}/manifests/{reference}", UriKind.Relative), content, cancellationToken);
    }

    private async Task<Uri> SendAsync(HttpMethod method, Uri address, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"{method} {address}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }

        var location = response.Headers.Location ?? address;
        return location.IsAbsoluteUri ? location : new Uri(request.RequestUri!, location);
    }
}
