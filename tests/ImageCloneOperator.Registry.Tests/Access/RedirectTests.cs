using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Registry.Tests.Access;

/// <summary>Where registries may send us, and with what.</summary>
public sealed class RedirectTests
{
    private static readonly RegistryAccount Account = new("someone", "s3cret");
    private static readonly SampleManifest Image = SampleManifest.Image("amd64", SampleBlob.Layer(70, 50_000));
    private static readonly FixedCredentials Credentials = new(
        new RegistryCredential { Username = Account.User, Password = Account.Password });

    [Fact]
    public async Task Credentials_do_not_follow_to_the_host_that_stores_the_blobs()
    {
        await using var source = await RegistryServer.StartAsync(new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = [Account] });
        await using var target = await RegistryServer.StartAsync(new RegistryOptions());
        using (var pusher = new Pusher(source.Host, Credentialed.Basic(Account))) await pusher.PushAsync("team/app", "v1", Image);
        source.Quirks = new RegistryQuirks { RedirectBlobs = true };
        using var copies = new Copies();

        await copies.CopyAsync(new CopyRequest(
            Copies.At($"{source.Host}/team/app:v1") with { Credentials = Credentials }, Copies.At($"{target.Host}/app:v1")));

        var redirected = source.Requests.Where(kind: RequestKind.Storage);
        Assert.NotEmpty(redirected);
        Assert.All(redirected, request => Assert.Null(request.AuthorizationScheme));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[fe80::1]/x")]
    [InlineData("http://[::ffff:169.254.169.254]/x")]
    [InlineData("ftp://example.test/x")]
    public async Task Redirects_to_forbidden_places_are_refused(string location)
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        pair.FaultAtSource(RequestKind.Blob, FaultEffect.Answer(307).With("Location", location), times: int.MaxValue);

        Assert.Equal(RegistryErrorKind.Unsupported, (await pair.CopyFailsAsync()).Kind);
    }

    [Fact]
    public async Task An_upload_is_not_sent_to_a_forbidden_place()
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        pair.FaultAtTarget(
            RequestKind.Upload,
            new FaultEffect { Status = 202 }.With("Location", "http://169.254.169.254/upload"),
            "POST",
            times: int.MaxValue);

        Assert.Equal(RegistryErrorKind.Unsupported, (await pair.CopyFailsAsync()).Kind);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        pair.FaultAtSource(
            RequestKind.Manifest, FaultEffect.Answer(307).With("Location", "/v2/team/app/manifests/v1"), "HEAD", times: int.MaxValue);

        Assert.Equal(RegistryErrorKind.Unsupported, (await pair.CopyFailsAsync()).Kind);
    }

    [Theory]
    [InlineData("http://169.254.169.254/token")]
    [InlineData("http://tokens.example.test/token")]
    [InlineData("file:///etc/passwd")]
    public async Task No_credential_goes_to_a_realm_that_could_leak_it(string realm)
    {
        await using var source = await RegistryServer.StartAsync(new RegistryOptions
        {
            Auth = RegistryAuth.Token,
            Accounts = [Account],
            TokenServer = new TokenServerOptions { Realm = realm },
        });
        using var copies = new Copies();

        var failure = await Assert.ThrowsAsync<RegistryException>(
            () => copies.Inspector.ResolveAsync(Copies.At($"{source.Host}/team/app:v1") with { Credentials = Credentials }));

        Assert.Equal(RegistryErrorKind.Unsupported, failure.Kind);
    }
}
