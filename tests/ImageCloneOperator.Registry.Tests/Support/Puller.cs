using System.Net.Http.Headers;

namespace ImageCloneOperator.Registry.Tests.Support;

/// <summary>Reads what a registry holds, without the code under test.</summary>
internal sealed class Puller(string host, AuthenticationHeaderValue? authorization = null) : IDisposable
{
    private readonly HttpClient _http =
        new() { BaseAddress = new Uri($"http://{host}/"), DefaultRequestHeaders = { Authorization = authorization } };

    /// <returns>None when there is no such manifest.</returns>
    public async Task<byte[]?> ManifestAsync(string repository, string reference)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v2/{repository}/manifests/{reference}");
        foreach (var type in new[] { SampleManifest.OciIndex, SampleManifest.OciManifest, "*/*" })
            request.Headers.TryAddWithoutValidation("Accept", type);
        using var response = await _http.SendAsync(request);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync() : null;
    }

    public Task<byte[]> ReferrersAsync(string repository, string digest) =>
        _http.GetByteArrayAsync(new Uri($"v2/{repository}/referrers/{digest}", UriKind.Relative));

    public async Task AssertCompleteAsync(string repository, SampleManifest image)
    {
        foreach (var child in image.Children)
        {
            Assert.Equal(child.Content, await ManifestAsync(repository, child.Digest));
            await AssertCompleteAsync(repository, child);
        }

        foreach (var blob in image.Blobs)
            Assert.Equal(blob.Content, await _http.GetByteArrayAsync(new Uri($"v2/{repository}/blobs/{blob.Digest}", UriKind.Relative)));
    }

    public void Dispose() => _http.Dispose();
}
