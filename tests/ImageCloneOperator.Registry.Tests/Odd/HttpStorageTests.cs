using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Registry.Transport;
using ImageCloneOperator.Testing.Registry;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Registry.Tests.Odd;

/// <summary>Registries with TLS that point to http.</summary>
public sealed class HttpStorageTests : IAsyncLifetime, IDisposable
{
    private static readonly RegistryAccount Account = new("someone", "s3cret");
    private static readonly SampleManifest Image = SampleManifest.Image("amd64", SampleBlob.Layer(750, 1_500_000));
    private static readonly RegistryOperation Operation = new("test", "host", "");

    private readonly Copies _copies = new();
    private RegistryServer _secure = null!;
    private RegistryServer _plain = null!;

    public async Task InitializeAsync()
    {
        _secure = await RegistryServer.StartAsync(new RegistryOptions { Https = true, Auth = RegistryAuth.Basic, Accounts = [Account] });
        _plain = await RegistryServer.StartAsync(new RegistryOptions());
        using var pusher = new Pusher(_plain.Host);
        await pusher.PushAsync("team/app", "v1", Image);
    }

    public void Dispose() => _copies.Dispose();

    public async Task DisposeAsync()
    {
        await _secure.DisposeAsync();
        await _plain.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Blobs_in_http_storage_are_read_only_where_that_is_allowed_and_without_a_credential(bool isAllowed)
    {
        await _copies.CopyAsync(new CopyRequest(Copies.At($"{_plain.Host}/team/app:v1"), Secure("team/app:v1")));
        _plain.Requests.Clear();
        _secure.Interceptor = PointToPlainStorageAsync;
        using var fresh = new Copies();
        var request = new CopyRequest(Secure("team/app:v1", isAllowed), Copies.At($"{_plain.Host}/copied:v1"));

        if (isAllowed)
        {
            await fresh.CopyAsync(request);
            Assert.All(_plain.Requests.Where("GET", RequestKind.Blob), read => Assert.Null(read.AuthorizationScheme));
        }
        else
        {
            var failure = await Assert.ThrowsAsync<RegistryException>(() => fresh.CopyAsync(request));
            Assert.Contains("allowHttpStorage", failure.Message, StringComparison.Ordinal);
            Assert.Contains("--allow-http-storage", failure.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>The registry itself is gone, so that the mirror alone can serve.</summary>
    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    public async Task Http_storage_of_a_mirror_is_read_where_it_is_allowed_for_the_mirror(bool ofSource, bool ofMirror, bool isRead)
    {
        await _copies.CopyAsync(new CopyRequest(Copies.At($"{_plain.Host}/team/app:v1"), Secure("team/app:v1")));
        _secure.Interceptor = PointToPlainStorageAsync;
        using var fresh = new Copies(options => options with { MaxAttempts = 1 });
        var mirrored = Secure("team/app:v1", ofSource);
        var source = mirrored with
        {
            Image = ImageReference.Parse("127.0.0.1:1/team/app:v1"),
            Settings = mirrored.Settings with { Mirror = _secure.Host, MirrorAllowsHttpStorage = ofMirror },
        };

        var copying = fresh.CopyAsync(new CopyRequest(source, Copies.At($"{_plain.Host}/copied:v1")));

        if (isRead) await copying;
        else await Assert.ThrowsAsync<RegistryException>(() => copying);
    }

    [Fact]
    public async Task Upload_location_that_names_the_host_itself_by_http_is_read_as_https()
    {
        _secure.Interceptor = async (context, serve) =>
        {
            context.Response.OnStarting(() =>
            {
                var location = context.Response.Headers.Location.ToString();
                if (location.Length > 0)
                    context.Response.Headers.Location = $"http://{context.Request.Host}{new Uri(_secure.Address, location).PathAndQuery}";
                return Task.CompletedTask;
            });
            await serve();
        };

        await _copies.CopyAsync(new CopyRequest(Copies.At($"{_plain.Host}/team/app:v1"), Secure("team/app:v1")));

        Assert.Equal(Image.Digest, (await _copies.Inspector.ResolveAsync(Secure("team/app:v1")))?.Digest.ToString());
    }

    [Theory]
    [InlineData("https://host/a", "http://host/b", "https://host/b")]
    [InlineData("https://host:8443/a", "http://host:8443/b?c=d", "https://host:8443/b?c=d")]
    [InlineData("https://host:8443/a", "http://host/b", "https://host:8443/b")]
    [InlineData("https://host/a", "https://other/b", "https://other/b")]
    [InlineData("http://host/a", "http://other/b", "http://other/b")]
    [InlineData("https://host/a", "http://other/b", null)]
    [InlineData("https://host/a", "http://host:9000/b", null)]
    public void Http_is_followed_from_http_and_read_as_https_on_the_host_itself(string from, string to, string? expected)
    {
        string? Follow() => RedirectPolicy.Follow(new Uri(from), new Uri(to), Operation, allowsHttp: false).AbsoluteUri;

        if (expected is null) Assert.Throws<RegistryException>(() => Follow());
        else Assert.Equal(expected, Follow());
    }

    private Task PointToPlainStorageAsync(HttpContext context, Func<Task> serve)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || !context.Request.Path.Value!.Contains("/blobs/", StringComparison.Ordinal))
            return serve();
        context.Response.StatusCode = 307;
        context.Response.Headers.Location = $"http://{_plain.Host}{context.Request.Path}";
        return Task.CompletedTask;
    }

    private RegistryEndpoint Secure(string image, bool allowsHttp = false) => Copies.At($"{_secure.Host}/{image}") with
    {
        Credentials = new FixedCredentials(new RegistryCredential { Username = Account.User, Password = Account.Password }),
        Settings = new RegistryHostSettings { CertificateAuthorityPem = _secure.CertificateAuthority!.Pem, AllowHttpStorage = allowsHttp },
    };
}
