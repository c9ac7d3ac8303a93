using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Registry.Tests.Odd;

/// <summary>Registries that deny having what they have, or will not say.</summary>
public sealed class HiddenContentTests
{
    private static readonly RegistryAccount Account = new("someone", "s3cret");
    private static readonly SampleManifest Image = SampleManifest.MultiPlatform(710, 2000, "amd64", "arm64");
    private static readonly FixedCredentials Credentials = new(
        new RegistryCredential { Username = Account.User, Password = Account.Password });

    [Theory]
    [InlineData(404, true)]
    [InlineData(404, false)]
    [InlineData(403, true)]
    [InlineData(403, false)]
    [InlineData(401, false)]
    public async Task Credential_is_shown_to_a_registry_that_hides_what_is_private(int status, bool challenges)
    {
        await using var source = await RegistryServer.StartAsync(new RegistryOptions { Auth = RegistryAuth.Basic, Accounts = [Account] });
        await using var target = await RegistryServer.StartAsync(new RegistryOptions());
        using (var pusher = new Pusher(source.Host, Credentialed.Basic(Account))) await pusher.PushAsync("team/app", "v1", Image);
        source.Interceptor = (context, serve) => HideAsync(context, serve, status, challenges);
        using var copies = new Copies();

        await copies.CopyAsync(new CopyRequest(
            Copies.At($"{source.Host}/team/app:v1") with { Credentials = Credentials }, Copies.At($"{target.Host}/app:v1")));

        using var puller = new Puller(target.Host);
        Assert.Equal(Image.Content, await puller.ManifestAsync("app", "v1"));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task GET_decides_where_HEAD_is_refused(int status)
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        pair.Source.Interceptor = (context, serve) => RefuseAsync(context, serve, status, HttpMethods.IsHead);

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
    }

    [Fact]
    public async Task Tag_decides_where_HEAD_names_a_digest_that_the_registry_does_not_know()
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        pair.Source.Interceptor = async (context, serve) =>
        {
            if (HttpMethods.IsHead(context.Request.Method))
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers["Docker-Content-Digest"] = SampleBlob.Config("s390x").Digest;
                    return Task.CompletedTask;
                });
            await serve();
        };

        var result = await pair.CopyAsync();

        Assert.Equal(Image.Digest, result.SourceDigest.ToString());
        await pair.AssertArrivedAsync(Image);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Target_that_may_be_written_and_not_read_is_taken_for_empty(int status)
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        pair.Target.Interceptor = (context, serve) => RefuseAsync(
            context, serve, status, method => HttpMethods.IsHead(method) || HttpMethods.IsGet(method));

        await pair.CopyAsync();

        pair.Target.Interceptor = null;
        await pair.AssertArrivedAsync(Image);
    }

    private static async Task HideAsync(HttpContext context, Func<Task> serve, int status, bool challenges)
    {
        if (context.Request.Headers.Authorization.Count > 0 || context.Request.Path == "/v2/")
        {
            await serve();
            return;
        }

        context.Response.StatusCode = status;
        if (challenges) context.Response.Headers.WWWAuthenticate = "Basic realm=\"hidden\"";
    }

    private static Task RefuseAsync(HttpContext context, Func<Task> serve, int status, Predicate<string> isRefused)
    {
        if (!isRefused(context.Request.Method)) return serve();
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
