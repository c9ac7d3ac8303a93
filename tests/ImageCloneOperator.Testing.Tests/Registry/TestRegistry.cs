using System.Net;
using System.Security.Cryptography;
using System.Text;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.Testing.Tests.Registry;

/// <summary>A registry and a plain HTTP client that follows nothing by itself.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    public const string Repository = "team/app";
    public const string Uploads = $"/v2/{Repository}/blobs/uploads/";

    private TestRegistry(RegistryServer server)
    {
        Server = server;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = server.Address,
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public RegistryServer Server { get; }

    public HttpClient Client { get; }

    public static Task<TestRegistry> StartAsync(RegistryQuirks quirks) => StartAsync(new RegistryOptions { Quirks = quirks });

    public static async Task<TestRegistry> StartAsync(RegistryOptions? options = null) =>
        new(await RegistryServer.StartAsync(options ?? new RegistryOptions()));

    public static byte[] Bytes(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static string DigestOf(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Sha512Of(byte[] bytes) => "sha512:" + Convert.ToHexStringLower(SHA512.HashData(bytes));

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync("GET", path, null, headers);

    public Task<HttpResponseMessage> HeadAsync(string path) => SendAsync("HEAD", path);

    public async Task<HttpResponseMessage> SendAsync(
        string method, string path, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.RelativeOrAbsolute));
        if (body is not null)
            request.Content = new ByteArrayContent(body);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content!.Headers.TryAddWithoutValidation(name, value);
        }
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Opens an upload and returns its Location.</summary>
    public async Task<string> StartUploadAsync(string repository = Repository)
    {
        using var response = await SendAsync("POST", $"/v2/{repository}/blobs/uploads/");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return Location(response);
    }

    public async Task<string> PushBlobAsync(byte[] bytes, string repository = Repository)
    {
        var digest = DigestOf(bytes);
        using var response = await SendAsync("PUT", WithDigest(await StartUploadAsync(repository), digest), bytes);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return digest;
    }

    public Task<HttpResponseMessage> PutManifestAsync(string reference, string json, string mediaType, string repository = Repository) =>
        SendAsync("PUT", $"/v2/{repository}/manifests/{reference}", Encoding.UTF8.GetBytes(json), ("Content-Type", mediaType));

    public async Task<byte[]> ReadBlobAsync(string digest, string repository = Repository)
    {
        using var response = await GetAsync($"/v2/{repository}/blobs/{digest}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsByteArrayAsync();
    }

    public static string Location(HttpResponseMessage response) => response.Headers.GetValues("Location").Single();

    public static string WithDigest(string location, string digest) => $"{location}{(location.Contains('?') ? '&' : '?')}digest={digest}";

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    public static async Task AssertErrorAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        using var body = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var error = body.RootElement.GetProperty("errors")[0];
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
