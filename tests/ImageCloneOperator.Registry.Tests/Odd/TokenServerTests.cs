using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Registry.Tests.Odd;

/// <summary>Registries whose challenges lead round corners.</summary>
public sealed class TokenServerTests
{
    private static readonly RegistryAccount Account = new("someone", "s3cret");

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Realm_that_redirects_is_followed(int status)
    {
        await using var source = await StartAsync(RegistryAuth.Token);
        source.Interceptor = (context, serve) => RedirectAsync(context, serve, status, $"/token{context.Request.QueryString}&moved=1");

        Assert.NotNull(await ResolveAsync(source));
    }

    [Fact]
    public async Task Realm_that_redirects_to_another_host_takes_no_credential_there()
    {
        await using var source = await StartAsync(RegistryAuth.Token);
        await using var elsewhere = await RegistryServer.StartAsync(new RegistryOptions());
        source.Interceptor = (context, serve) => RedirectAsync(context, serve, 307, $"{elsewhere.Address}token?moved=1");

        await Assert.ThrowsAsync<RegistryException>(() => ResolveAsync(source));

        Assert.NotEmpty(elsewhere.Requests.All);
        Assert.All(elsewhere.Requests.All, request => Assert.Null(request.AuthorizationScheme));
    }

    [Fact]
    public async Task Realm_that_redirects_to_https_of_its_host_is_shown_the_credential_there()
    {
        await using var source = await StartAsync(RegistryAuth.Token);
        await using var secure = await RegistryServer.StartAsync(new RegistryOptions { Https = true });
        source.Interceptor = (context, serve) => RedirectAsync(context, serve, 307, $"{secure.Address}token?moved=1");
        var settings = new RegistryHostSettings { PlainHttp = true, CertificateAuthorityPem = secure.CertificateAuthority!.Pem };

        await Assert.ThrowsAsync<RegistryException>(() => ResolveAsync(source, settings));

        Assert.Equal("Basic", secure.Requests.All[0].AuthorizationScheme);
    }

    [Theory]
    [InlineData("Bearer realm=\"{0}nowhere\",service=\"x\"", "Basic realm=\"r\"")]
    [InlineData("Basic realm=\"r\", Bearer realm=\"{0}nowhere\"", "")]
    [InlineData("Bearer realm=\"http://127.0.0.1:1/gone\"", "Basic realm=\"r\"")]
    [InlineData("Bearer realm=\"http://169.254.169.254/token\"", "Basic realm=\"r\"")]
    public async Task Basic_is_shown_where_Bearer_is_offered_too_and_leads_nowhere(string first, string second)
    {
        await using var source = await StartAsync(RegistryAuth.Basic);
        source.Interceptor = async (context, serve) =>
        {
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode == 401)
                {
                    string[] offered = [first.Replace("{0}", source.Address.AbsoluteUri, StringComparison.Ordinal), second];
                    context.Response.Headers.WWWAuthenticate = offered.Where(text => text.Length > 0).ToArray();
                }

                return Task.CompletedTask;
            });
            await serve();
        };

        Assert.NotNull(await ResolveAsync(source));
    }

    [Fact]
    public async Task Token_that_is_answered_with_Basic_gives_way_to_it()
    {
        await using var source = await StartAsync(RegistryAuth.Basic);
        source.Interceptor = async (context, serve) =>
        {
            var authorization = context.Request.Headers.Authorization.ToString();
            if (context.Request.Path == "/any-token")
                await context.Response.WriteAsync("""{"token":"useless"}""");
            else if (authorization.Length == 0)
                await ChallengeAsync(context, $"Bearer realm=\"{source.Address}any-token\"");
            else if (authorization.StartsWith("Bearer", StringComparison.Ordinal))
                await ChallengeAsync(context, "Basic realm=\"r\"");
            else
                await serve();
        };

        Assert.NotNull(await ResolveAsync(source));
        Assert.DoesNotContain(source.Requests.All, request => request is { Method: "GET", Kind: RequestKind.Manifest });
    }

    [Theory]
    [InlineData("""{"token":"given","expires_in":"300"}""")]
    [InlineData("""{"access_token":"given","expires_in":null,"issued_at":"never"}""")]
    [InlineData("""{"token":"","access_token":"given","expires_in":-1}""")]
    public async Task Token_is_taken_from_an_odd_answer(string answer)
    {
        await using var source = await StartAsync(RegistryAuth.None);
        source.Interceptor = async (context, serve) =>
        {
            if (context.Request.Path == "/odd-token")
                await context.Response.WriteAsync(answer);
            else if (context.Request.Headers.Authorization == "Bearer given")
                await serve();
            else
                await ChallengeAsync(context, $"Bearer realm=\"{source.Address}odd-token\"");
        };

        Assert.NotNull(await ResolveAsync(source));
    }

    private static Task ChallengeAsync(HttpContext context, string challenge)
    {
        context.Response.StatusCode = 401;
        context.Response.Headers.WWWAuthenticate = challenge;
        return Task.CompletedTask;
    }

    private static Task RedirectAsync(HttpContext context, Func<Task> serve, int status, string location)
    {
        if (context.Request.Path != "/token" || context.Request.Query.ContainsKey("moved")) return serve();
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    private static async Task<RegistryServer> StartAsync(RegistryAuth auth)
    {
        var server = await RegistryServer.StartAsync(new RegistryOptions { Accounts = [Account], Auth = auth });
        await new SampleRepository(server.Samples, "team/app").ImageAsync(new SampleImage(new SampleLayer("base", 1000)), "v1");
        return server;
    }

    private static async Task<ImageState?> ResolveAsync(RegistryServer server, RegistryHostSettings? settings = null)
    {
        using var copies = new Copies(options => options with { MaxAttempts = 2 });
        var endpoint = Copies.At($"{server.Host}/team/app:v1") with
        {
            Credentials = new FixedCredentials(new RegistryCredential { Username = Account.User, Password = Account.Password }),
            Settings = settings ?? RegistryHostSettings.Default,
        };
        return await copies.Inspector.ResolveAsync(endpoint);
    }
}
