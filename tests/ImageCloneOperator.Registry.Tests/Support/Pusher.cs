using System.Net.Http.Headers;

namespace ImageCloneOperator.Registry.Tests.Support;

/// <summary>Puts samples into a registry with the fewest requests that the specification knows.</summary>
internal sealed class Pusher(string host, AuthenticationHeaderValue? authorization = null) : IDisposable
{
    private readonly HttpClient _http =
        new() { BaseAddress = new Uri($"http://{host}/"), DefaultRequestHeaders = { Authorization = authorization } };

    public async Task PushAsync(string repository, string reference, SampleManifest manifest)
    {
        foreach (var child in manifest.Children) await PushAsync(repository, child.Digest, child);
        foreach (var blob in manifest.Blobs.DistinctBy(blob => blob.Digest)) await PushAsync(repository, blob);
        await PutManifestAsync(repository, reference, manifest.Content, manifest.MediaType);
    }

    public async Task PushAsync(string repository, SampleBlob blob)
    {
        using var start = await _http.PostAsync(new Uri($"v2/{repository}/blobs/uploads/", UriKind.Relative), null);
        start.EnsureSuccessStatusCode();
        var location = new Uri(_http.BaseAddress!, start.Headers.Location!).AbsoluteUri;
        using var content = new ByteArrayContent(blob.Content)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") },
        };
        using var put = await _http.PutAsync(new Uri($"{location}{(location.Contains('?') ? '&' : '?')}digest={blob.Digest}"), content);
        put.EnsureSuccessStatusCode();
    }

    public async Task PutManifestAsync(string repository, string reference, byte[] content, string mediaType)
    {
        using var body = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
        using var put = await _http.PutAsync(new Uri($"v2/{repository}/manifests/{reference}", UriKind.Relative), body);
        Assert.True(put.IsSuccessStatusCode, $"PUT {reference}: {(int)put.StatusCode} {await put.Content.ReadAsStringAsync()}");
    }

    public void Dispose() => _http.Dispose();
}
