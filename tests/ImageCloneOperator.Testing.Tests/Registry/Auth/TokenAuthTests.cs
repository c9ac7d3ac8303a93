using System.Net;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Registry;
using static ImageCloneOperator.Testing.Tests.Registry.TestRegistry;

namespace ImageCloneOperator.Testing.Tests.Registry.Auth;

public sealed class TokenAuthTests
{
    private const string TagList = $"/v2/{Repository}/tags/list";
    private static readonly RegistryAccount Reader = new("reader", "secret") { Push = [] };

    private static readonly RegistryOptions Options = new()
    {
        Auth = RegistryAuth.Token,
        Accounts = [Reader, new("writer", "secret")],
        AnonymousPull = ["public/*"],
    };

    [Fact]
    public async Task A_challenge_names_realm_service_and_scope()
    {
        await using var registry = await StartAsync(Options);
        using var pull = await registry.GetAsync(TagList);
        using var push = await registry.SendAsync("POST", $"{Uploads}?mount={DigestOf([])}&from=a/b");
        using var ping = await registry.GetAsync("/v2/");

        Assert.Equal(HttpStatusCode.Unauthorized, pull.StatusCode);
        var realm = $"Bearer realm=\"{registry.Server.Address}token\",service=\"dev-registry\"";
        Assert.Equal($"{realm},scope=\"repository:{Repository}:pull\"", Header(pull, "WWW-Authenticate"));
        Assert.Equal($"{realm},scope=\"repository:{Repository}:pull,push repository:a/b:pull\"", Header(push, "WWW-Authenticate"));
        Assert.Equal(realm, Header(ping, "WWW-Authenticate"));
    }

    [Fact]
    public async Task A_token_serves_its_repository_and_no_other()
    {
        await using var registry = await StartAsync(Options);
        var token = await TokenAsync(registry, "reader:secret", $"repository:{Repository}:pull,push");

        Assert.Equal((404, null), await ErrorOfAsync(registry, "GET", TagList, token));
        Assert.Equal((401, "insufficient_scope"), await ErrorOfAsync(registry, "GET", "/v2/team/other/tags/list", token));
        Assert.Equal((401, "insufficient_scope"), await ErrorOfAsync(registry, "POST", Uploads, token));
        registry.Server.Quirks = new RegistryQuirks { ForbidsInsufficientScope = true };
        Assert.Equal((403, null), await ErrorOfAsync(registry, "POST", Uploads, token));
    }

    [Fact]
    public async Task Anybody_gets_a_token_for_what_is_public()
    {
        await using var registry = await StartAsync(Options);
        var token = await TokenAsync(registry, null, "repository:public/app:pull,push");

        Assert.Equal((404, null), await ErrorOfAsync(registry, "GET", "/v2/public/app/tags/list", token));
        Assert.Equal((401, "insufficient_scope"), await ErrorOfAsync(registry, "POST", "/v2/public/app/blobs/uploads/", token));
    }

    [Fact]
    public async Task Wrong_credentials_get_no_token()
    {
        await using var registry = await StartAsync(Options);
        using var response = await registry.GetAsync(
            "/token?scope=repository:public/app:pull", ("Authorization", BasicAuthTests.Basic("reader:wrong")));

        await AssertErrorAsync(response, HttpStatusCode.Unauthorized, "UNAUTHORIZED");
    }

    [Fact]
    public async Task A_password_and_then_a_refresh_token_buy_tokens_by_POST()
    {
        await using var registry = await StartAsync(Options);
        var first = await PostAsync(registry, new()
        {
            ["grant_type"] = "password",
            ["username"] = "writer",
            ["password"] = "secret",
            ["scope"] = $"repository:{Repository}:pull",
            ["access_type"] = "offline",
        });
        var second = await PostAsync(registry, new()
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = (string)first["refresh_token"]!,
            ["scope"] = $"repository:a/b:pull repository:{Repository}:pull,push",
        });

        Assert.Equal((202, null), await ErrorOfAsync(registry, "POST", Uploads, (string)second["access_token"]!));
    }

    [Fact]
    public async Task A_token_that_is_too_old_or_revoked_is_refused()
    {
        await using var registry = await StartAsync(Options with { TokenServer = new() { Lifetime = TimeSpan.Zero } });
        Assert.Equal(
            (401, "invalid_token"),
            await ErrorOfAsync(registry, "GET", TagList, await TokenAsync(registry, "reader:secret", $"repository:{Repository}:pull")));

        await using var other = await StartAsync(Options);
        var token = await TokenAsync(other, "reader:secret", $"repository:{Repository}:pull");
        other.Server.RevokeTokens();
        Assert.Equal((401, "invalid_token"), await ErrorOfAsync(other, "GET", TagList, token));
    }

    [Fact]
    public async Task A_token_server_may_be_apart_old_and_stingy()
    {
        await using var registry = await StartAsync(Options with
        {
            TokenServer = new() { Separate = true, NoPost = true, GrantsFirstScopeOnly = true, HidesExpiry = true },
        });
        using var challenge = await registry.GetAsync(TagList);
        var realm = Header(challenge, "WWW-Authenticate")!.Split('"')[1];
        Assert.NotEqual(registry.Server.Address.Port, new Uri(realm).Port);

        using var post = await registry.SendAsync("POST", realm, []);
        Assert.Equal(HttpStatusCode.NotFound, post.StatusCode);
        using var get = await registry.GetAsync(
            $"{realm}?scope=repository:a/b:pull&scope=repository:{Repository}:pull",
            ("Authorization", BasicAuthTests.Basic("reader:secret")));
        var body = JsonNode.Parse(await get.Content.ReadAsStringAsync())!;
        Assert.Null(body["expires_in"]);
        Assert.Equal((404, null), await ErrorOfAsync(registry, "GET", "/v2/a/b/tags/list", (string)body["token"]!));
        Assert.Equal((401, "insufficient_scope"), await ErrorOfAsync(registry, "GET", TagList, (string)body["token"]!));
    }

    [Fact]
    public async Task HTTPS_is_served_with_a_certificate_of_its_own_authority()
    {
        await using var server = await RegistryServer.StartAsync(new RegistryOptions { Https = true });
        using var authority = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(
            server.CertificateAuthority!.Pem);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new()
        {
            TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust,
            RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
            CustomTrustStore = { authority },
        };
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(new Uri(server.Address, "/v2/"));

        Assert.Equal("https", server.Address.Scheme);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<string> TokenAsync(TestRegistry registry, string? login, string scope)
    {
        using var response = login is null
            ? await registry.GetAsync($"/token?service=dev-registry&scope={scope}")
            : await registry.GetAsync($"/token?service=dev-registry&scope={scope}", ("Authorization", BasicAuthTests.Basic(login)));
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["token"]!;
    }

    private static async Task<JsonNode> PostAsync(TestRegistry registry, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await registry.Client.PostAsync("/token", content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static async Task<(int Status, string? Error)> ErrorOfAsync(TestRegistry registry, string method, string path, string token)
    {
        using var response = await registry.SendAsync(method, path, null, ("Authorization", $"Bearer {token}"));
        return ((int)response.StatusCode, Header(response, "WWW-Authenticate")?.Split("error=\"")[1].TrimEnd('"'));
    }
}
