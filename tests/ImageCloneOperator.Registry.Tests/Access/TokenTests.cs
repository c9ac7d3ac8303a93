using System.Text;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Registry.Tests.Access;

/// <summary>Registries that want to know who asks.</summary>
public sealed class TokenTests : IDisposable
{
    private static readonly RegistryAccount Reader = new("reader", "r3ad-secret") { Push = [] };
    private static readonly RegistryAccount Writer = new("writer", "wr1te-secret");
    private static readonly SampleManifest Image = SampleManifest.MultiPlatform(60, 20_000, "amd64", "arm64");

    private readonly Copies _copies = new();

    public static TheoryData<TokenServerOptions> Servers => new(
        new TokenServerOptions(),
        new TokenServerOptions { Separate = true },
        new TokenServerOptions { HidesExpiry = true, OnlyAccessToken = true },
        new TokenServerOptions { NoPost = true },
        new TokenServerOptions { GrantsFirstScopeOnly = true });

    public void Dispose() => _copies.Dispose();

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Source_and_target_with_tokens_of_their_own(TokenServerOptions server)
    {
        await using var source = await StartAsync(server);
        await using var target = await StartAsync(server);
        await PushAsync(source);

        await CopyAsync(source, target, Of(Reader), Of(Writer));
        await CopyAsync(source, target, Of(Reader), Of(Writer), "other/app");

        Assert.InRange(source.Requests.Count(kind: RequestKind.Token), 1, 1);
        Assert.InRange(target.Requests.Count(kind: RequestKind.Token), 1, 12);
    }

    [Fact]
    public async Task Basic_authentication_is_enough_where_it_is_asked_for()
    {
        await using var source = await RegistryServer.StartAsync(
            new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = [Reader, Writer] });
        await using var target = await RegistryServer.StartAsync(new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = [Writer] });
        await PushAsync(source);

        await CopyAsync(source, target, Of(Reader), Of(Writer));
    }

    [Fact]
    public async Task An_identity_token_is_exchanged_for_access()
    {
        await using var source = await StartAsync(new TokenServerOptions { Separate = true });
        await using var target = await RegistryServer.StartAsync(new RegistryOptions());
        await PushAsync(source);

        await CopyAsync(
            source,
            target,
            new FixedCredentials(new RegistryCredential { IdentityToken = source.IssueRefreshToken(Reader) }),
            FixedCredentials.None);

        Assert.Contains(source.Requests.Where(kind: RequestKind.Token), request => request.Method == "POST");
    }

    [Fact]
    public async Task Every_credential_is_tried_in_its_order()
    {
        await using var source = await StartAsync(new TokenServerOptions());
        await using var target = await StartAsync(new TokenServerOptions());
        await PushAsync(source);
        var stale = Credential(new RegistryAccount("reader", "old"));

        await CopyAsync(source, target, new FixedCredentials(stale, Credential(Reader)), new FixedCredentials(
            Credential(Reader), stale, Credential(Writer)));
    }

    [Fact]
    public async Task A_public_image_is_read_without_a_credential()
    {
        await using var source = await RegistryServer.StartAsync(
            new RegistryOptions { Auth = RegistryAuth.Token, Accounts = [Writer], AnonymousPull = ["team/*"] });
        await using var target = await RegistryServer.StartAsync(new RegistryOptions());
        await PushAsync(source);

        await CopyAsync(source, target, FixedCredentials.None, FixedCredentials.None);
    }

    [Fact]
    public async Task Tokens_that_are_revoked_in_the_middle_are_renewed()
    {
        await using var source = await StartAsync(new TokenServerOptions());
        await using var target = await StartAsync(new TokenServerOptions());
        await PushAsync(source);
        await CopyAsync(source, target, Of(Reader), Of(Writer));
        source.RevokeTokens();
        target.RevokeTokens();

        await CopyAsync(source, target, Of(Reader), Of(Writer), "third/app");
    }

    [Fact]
    public async Task An_upload_whose_token_is_refused_at_its_end_is_committed_with_a_new_one()
    {
        await using var source = await RegistryServer.StartAsync(new RegistryOptions());
        await using var target = await StartAsync(new TokenServerOptions());
        using (var pusher = new Pusher(source.Host)) await pusher.PushAsync("team/app", "v1", Image);
        var challenge = $"Bearer realm=\"{target.Address}token\",service=\"dev-registry\"";
        var fault = target.Faults.Add(new Fault
        {
            Method = "PUT",
            Kind = RequestKind.Upload,
            Times = 2,
            Effect = FaultEffect.Answer(401, "UNAUTHORIZED").With("WWW-Authenticate", challenge),
        });

        await CopyAsync(source, target, FixedCredentials.None, Of(Writer));

        Assert.Equal(2, fault.Hits);
    }

    [Theory]
    [InlineData(RegistryAuth.Basic)]
    [InlineData(RegistryAuth.Token)]
    public async Task A_refused_credential_is_said_without_telling_it(RegistryAuth auth)
    {
        await using var source = await RegistryServer.StartAsync(new RegistryOptions { Auth = auth, Accounts = [Reader] });
        var wrong = new FixedCredentials(Credential(new RegistryAccount("reader", "wr0ng-secret")));

        var failure = await Assert.ThrowsAsync<RegistryException>(
            () => _copies.Inspector.ResolveAsync(Copies.At($"{source.Host}/team/app:v1") with { Credentials = wrong }));

        Assert.Equal(RegistryErrorKind.Unauthorized, failure.Kind);
        Assert.DoesNotContain("wr0ng-secret", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Convert.ToBase64String(Encoding.UTF8.GetBytes("reader:wr0ng-secret")), failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_target_that_may_only_be_read_denies_the_access_check(bool forbids)
    {
        await using var target = await RegistryServer.StartAsync(new RegistryOptions
        {
            Auth = RegistryAuth.Token,
            Accounts = [Reader],
            Quirks = new RegistryQuirks { ForbidsInsufficientScope = forbids },
        });

        var failure = await Assert.ThrowsAsync<RegistryException>(
            () => _copies.Maintenance.CheckPushAsync(Copies.At($"{target.Host}/a/b:v1") with { Credentials = Of(Reader) }));

        Assert.Contains(failure.Kind, new[] { RegistryErrorKind.Denied, RegistryErrorKind.Unauthorized });
    }

    [Fact]
    public async Task The_access_check_leaves_nothing_behind()
    {
        await using var target = await StartAsync(new TokenServerOptions());

        await _copies.Maintenance.CheckPushAsync(Copies.At($"{target.Host}/a/b:v1") with { Credentials = Of(Writer) });

        Assert.Single(target.Requests.Where("DELETE", RequestKind.Upload), request => request.Status == 204);
    }

    [Fact]
    public async Task Blob_is_sent_where_a_mount_is_not_allowed()
    {
        var one = new RegistryAccount("one", "p1") { Pull = ["one/*"], Push = ["one/*"] };
        var two = new RegistryAccount("two", "p2") { Pull = ["two/*"], Push = ["two/*"] };
        await using var source = await RegistryServer.StartAsync(new RegistryOptions());
        await using var target = await RegistryServer.StartAsync(new RegistryOptions { Auth = RegistryAuth.Token, Accounts = [one, two] });
        using (var pusher = new Pusher(source.Host)) await pusher.PushAsync("team/app", "v1", Image);

        await CopyAsync(source, target, FixedCredentials.None, Of(one), "one/app");
        await CopyAsync(source, target, FixedCredentials.None, Of(two), "two/app");
    }

    [Fact]
    public async Task Many_requests_wait_for_one_token()
    {
        await using var source = await StartAsync(new TokenServerOptions());
        await PushAsync(source);

        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _copies.Inspector.ResolveAsync(At(source, "team/app", Of(Reader)))));

        Assert.Equal(1, source.Requests.Count(kind: RequestKind.Token));
    }

    [Fact]
    public async Task Tokens_are_not_shared_between_owners()
    {
        await using var source = await StartAsync(new TokenServerOptions());
        await PushAsync(source);
        await _copies.Inspector.ResolveAsync(At(source, "team/app", Of(Reader)));

        var failure = await Assert.ThrowsAsync<RegistryException>(
            () => _copies.Inspector.ResolveAsync(At(source, "team/app", FixedCredentials.None)));

        Assert.Equal(RegistryErrorKind.Unauthorized, failure.Kind);
    }

    private static RegistryCredential Credential(RegistryAccount account) => new() { Username = account.User, Password = account.Password };

    private static FixedCredentials Of(RegistryAccount account) => new(Credential(account));

    private static RegistryEndpoint At(RegistryServer server, string repository, ICredentialProvider credentials) =>
        new(ImageReference.Parse($"{server.Host}/{repository}:v1"), credentials);

    private static Task<RegistryServer> StartAsync(TokenServerOptions server) =>
        RegistryServer.StartAsync(new RegistryOptions { Auth = RegistryAuth.Token, Accounts = [Reader, Writer], TokenServer = server });

    /// <summary>The copy by a client of its own, which the log then forgets.</summary>
    private static async Task PushAsync(RegistryServer server)
    {
        await using var plain = await RegistryServer.StartAsync(new RegistryOptions());
        using (var pusher = new Pusher(plain.Host)) await pusher.PushAsync("team/app", "v1", Image);
        using var own = new Copies();
        await own.CopyAsync(new CopyRequest(At(plain, "team/app", FixedCredentials.None), At(server, "team/app", Of(Writer))));
        server.Requests.Clear();
    }

    private async Task CopyAsync(
        RegistryServer source,
        RegistryServer target,
        ICredentialProvider reading,
        ICredentialProvider writing,
        string repository = "backup/app")
    {
        var result = await _copies.CopyAsync(new CopyRequest(At(source, "team/app", reading), At(target, repository, writing)));
        Assert.Equal(Image.Digest, result.TargetDigest.ToString());
        Assert.Equal(Image.Digest, (await _copies.Inspector.ResolveAsync(At(target, repository, writing)))?.Digest.ToString());
    }
}
