using System.Net;
using ImageCloneOperator.Core.Network;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Registry.Transport.Connections;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Registry.Tests.Access;

/// <summary>How a host is reached: TLS with its own authority, plain HTTP only where allowed, proxies, mirrors.</summary>
public sealed class TlsAndProxyTests
{
    private static readonly SampleManifest Image = SampleManifest.Image("amd64", SampleBlob.Layer(80, 50_000));

    [Fact]
    public async Task A_host_with_its_own_authority_is_trusted_only_where_it_is_given()
    {
        await using var server = await RegistryServer.StartAsync(new RegistryOptions { Https = true });
        await using var source = await RegistryServer.StartAsync(new RegistryOptions());
        using (var pusher = new Pusher(source.Host)) await pusher.PushAsync("team/app", "v1", Image);
        using var copies = new Copies(options => options with { MaxAttempts = 1 });
        var trusted = new RegistryHostSettings { CertificateAuthorityPem = server.CertificateAuthority!.Pem };
        var foreign = new RegistryHostSettings { CertificateAuthorityPem = await OtherAuthorityAsync() };
        var target = Copies.At($"{server.Host}/app:v1");

        await copies.CopyAsync(new CopyRequest(Copies.At($"{source.Host}/team/app:v1"), target with { Settings = trusted }));
        var failure = await Assert.ThrowsAsync<RegistryException>(() => copies.Inspector.ResolveAsync(target with { Settings = foreign }));

        Assert.Equal(RegistryErrorKind.Unreachable, failure.Kind);
        Assert.Equal(Image.Digest, (await copies.Inspector.ResolveAsync(target with { Settings = trusted }))?.Digest.ToString());
    }

    [Fact]
    public async Task TLS_is_never_given_up_by_a_redirect()
    {
        await using var server = await RegistryServer.StartAsync(new RegistryOptions { Https = true });
        server.Faults.Add(new Fault
        {
            Kind = RequestKind.Manifest,
            Times = int.MaxValue,
            Effect = FaultEffect.Answer(307).With("Location", "http://127.0.0.1:1/x"),
        });
        using var copies = new Copies();
        var settings = new RegistryHostSettings { CertificateAuthorityPem = server.CertificateAuthority!.Pem };

        var failure = await Assert.ThrowsAsync<RegistryException>(
            () => copies.Inspector.ResolveAsync(Copies.At($"{server.Host}/app:v1") with { Settings = settings }));

        Assert.Equal(RegistryErrorKind.Unsupported, failure.Kind);
    }

    [Theory]
    [InlineData("docker.io", false, "https://registry-1.docker.io/")]
    [InlineData("registry.example.com:5000", false, "https://registry.example.com:5000/")]
    [InlineData("registry.example.com:5000", true, "http://registry.example.com:5000/")]
    [InlineData("localhost:5000", false, "http://localhost:5000/")]
    [InlineData("127.0.0.2:5000", false, "http://127.0.0.2:5000/")]
    [InlineData("[::1]:5000", false, "http://[::1]:5000/")]
    public void Plain_HTTP_is_spoken_only_where_it_is_allowed(string registry, bool plainHttp, string root) =>
        Assert.Equal(root, HostName.ApiRoot(registry, new RegistryHostSettings { PlainHttp = plainHttp }).AbsoluteUri);

    [Fact]
    public async Task A_proxy_is_used_for_hosts_that_only_it_can_reach()
    {
        await using var behind = await RegistryServer.StartAsync(new RegistryOptions());
        using (var pusher = new Pusher(behind.Host)) await pusher.PushAsync("team/app", "v1", Image);
        using var copies = new Copies(options => options with { Proxy = new WebProxy(behind.Address) });

        var found = await copies.Inspector.ResolveAsync(
            Copies.At("registry.example.test/team/app:v1") with { Settings = new RegistryHostSettings { PlainHttp = true } });

        Assert.Equal(Image.Digest, found?.Digest.ToString());
        Assert.Contains(behind.Requests.All, request => request.Host == "registry.example.test");
    }

    [Fact]
    public async Task Proxy_that_asks_for_a_login_is_given_that_of_its_URL()
    {
        await using var behind = await RegistryServer.StartAsync(new RegistryOptions());
        using (var pusher = new Pusher(behind.Host)) await pusher.PushAsync("team/app", "v1", Image);
        behind.Interceptor = (context, serve) =>
        {
            if (context.Request.Headers.ProxyAuthorization == Credentialed.Basic(new RegistryAccount("us@er", "pass:word")).ToString())
                return serve();
            context.Response.StatusCode = 407;
            context.Response.Headers.ProxyAuthenticate = "Basic realm=\"proxy\"";
            return Task.CompletedTask;
        };
        var proxy = new EnvironmentProxy(name => name == "HTTP_PROXY" ? $"us%40er:pass%3Aword@{behind.Host}" : null);
        using var copies = new Copies(options => options with { Proxy = proxy });

        var found = await copies.Inspector.ResolveAsync(
            Copies.At("registry.example.test/team/app:v1") with { Settings = new RegistryHostSettings { PlainHttp = true } });

        Assert.Equal(Image.Digest, found?.Digest.ToString());
    }

    [Fact]
    public async Task Plain_HTTP_that_answers_to_TLS_is_told()
    {
        await using var plain = await RegistryServer.StartAsync(new RegistryOptions());
        await using var other = await RegistryServer.StartAsync(new RegistryOptions { Https = true });
        using var copies = new Copies(options => options with { MaxAttempts = 1 });
        var settings = new RegistryHostSettings { CertificateAuthorityPem = other.CertificateAuthority!.Pem };

        var failure = await Assert.ThrowsAsync<RegistryException>(
            () => copies.Inspector.ResolveAsync(Copies.At($"{plain.Host}/app:v1") with { Settings = settings }));

        Assert.Contains("If the registry speaks plain HTTP", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mirror_is_read_first_and_the_origin_fills_its_gaps()
    {
        await using var pair = await DevPair.StartAsync();
        await using var mirror = await RegistryServer.StartAsync(new RegistryOptions());
        await pair.PushAsync(Image);
        using (var pusher = new Pusher(mirror.Host)) await pusher.PushAsync("hub/team/app", "v1", Image);
        mirror.Faults.Add(new Fault
        {
            Kind = RequestKind.Blob,
            Reference = Image.Blobs[1].Digest,
            Times = int.MaxValue,
            Effect = FaultEffect.Answer(404),
        });
        var source = Copies.At(pair.SourceImage) with { Settings = new RegistryHostSettings { Mirror = $"http://{mirror.Host}/hub" } };

        await pair.Copies.CopyAsync(new CopyRequest(source, Copies.At(pair.TargetImage)));

        await pair.AssertArrivedAsync(Image);
        Assert.Equal(Image.Blobs[1].Digest, Assert.Single(pair.Source.Requests.All).Reference);
    }

    [Fact]
    public async Task A_mirror_alone_is_enough_when_its_origin_is_gone()
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        using var copies = new Copies(options => options with { MaxAttempts = 1 });
        var source = Copies.At("127.0.0.1:1/team/app:v1") with
        {
            Settings = new RegistryHostSettings { Mirror = $"http://{pair.Source.Host}" },
        };

        await copies.CopyAsync(new CopyRequest(source, Copies.At(pair.TargetImage)) { Referrers = true });

        await pair.AssertArrivedAsync(Image);
    }

    [Fact]
    public async Task Requests_say_which_version_makes_them()
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);

        await pair.CopyAsync();

        Assert.All(pair.Source.Requests.All, request => Assert.Matches(@"\Aimage-clone-operator/\d+\.\d+\.\d+", request.UserAgent!));
    }

    private static async Task<string> OtherAuthorityAsync()
    {
        await using var other = await RegistryServer.StartAsync(new RegistryOptions { Https = true });
        return other.CertificateAuthority!.Pem;
    }
}
