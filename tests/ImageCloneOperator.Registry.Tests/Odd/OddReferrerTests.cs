using System.Text.Json.Nodes;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Registry.Tests.Odd;

/// <summary>Signatures arrive, or the copy says that they may not have, at registries that answer oddly about referrers.</summary>
public sealed class OddReferrerTests
{
    private static readonly SampleManifest Image = SampleManifest.MultiPlatform(700, 2000, "amd64", "arm64");
    private static readonly SampleManifest Signature = SampleManifest.ReferTo(Image, "application/vnd.example.signature", 701);

    [Fact]
    public async Task One_repository_without_the_API_leaves_it_on_for_the_others()
    {
        await using var pair = await StartAsync();
        await pair.PushAsync(Image, "other/app");
        await pair.PushAsync(Signature, "other/app", Signature.Digest);
        pair.Source.Faults.Add(new Fault
        {
            Kind = RequestKind.Referrers,
            Repository = "team/app",
            Times = int.MaxValue,
            Effect = FaultEffect.Answer(404),
        });

        await CopyAsync(pair);
        await CopyAsync(pair, "other/app", "backup/other");

        await pair.AssertArrivedAsync(Signature, "backup/other", Signature.Digest);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(400)]
    public async Task Failure_to_list_referrers_fails_the_copy(int status)
    {
        await using var pair = await StartAsync();
        pair.FaultAtSource(RequestKind.Referrers, FaultEffect.Answer(status), times: int.MaxValue);

        var failure = await Assert.ThrowsAsync<RegistryException>(() => CopyAsync(pair));

        Assert.Contains("list referrers", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Refusal_to_list_referrers_is_said_in_the_result(int status)
    {
        await using var pair = await StartAsync();
        pair.FaultAtSource(RequestKind.Referrers, FaultEffect.Answer(status), times: int.MaxValue);

        var result = await CopyAsync(pair);

        Assert.Contains("signatures may be missing", Assert.Single(result.Warnings), StringComparison.Ordinal);
        await pair.AssertArrivedAsync(Image);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain; charset=utf-8")]
    public async Task List_of_referrers_under_another_media_type_is_what_its_bytes_say(string announced)
    {
        await using var pair = await StartAsync();
        pair.FaultAtSource(RequestKind.Referrers, new FaultEffect().With("Content-Type", announced), times: int.MaxValue);

        await CopyAsync(pair);

        await pair.AssertArrivedAsync(Signature, tag: Signature.Digest);
    }

    [Fact]
    public async Task Referrer_that_is_listed_and_gone_is_said_in_the_result()
    {
        await using var pair = await StartAsync();
        pair.Source.Faults.Add(new Fault
        {
            Kind = RequestKind.Manifest,
            Reference = Signature.Digest,
            Times = int.MaxValue,
            Effect = FaultEffect.Answer(404),
        });

        var result = await CopyAsync(pair);

        Assert.Contains($"lists the referrer {Signature.Digest}", Assert.Single(result.Warnings), StringComparison.Ordinal);
        await pair.AssertArrivedAsync(Image);
    }

    [Fact]
    public async Task Subject_is_written_before_its_referrers_and_the_tag_comes_last()
    {
        await using var pair = await StartAsync();
        pair.Target.Interceptor = async (context, serve) =>
        {
            var isReferrer = context.Request.Method == "PUT"
                && context.Request.Path.Value!.EndsWith(Signature.Digest, StringComparison.Ordinal);
            if (isReferrer
                && !pair.Target.Requests.All.Any(request => request is { Method: "PUT", Status: 201 } && request.Reference == Image.Digest))
            {
                context.Response.StatusCode = 404;
            }
            else
                await serve();
        };

        await CopyAsync(pair);

        await pair.AssertArrivedAsync(Signature, tag: Signature.Digest);
        Assert.Equal("v1", pair.Target.Requests.Where("PUT", RequestKind.Manifest)[^1].Reference);
    }

    [Fact]
    public async Task Tag_that_resolves_to_the_image_itself_is_no_list_of_referrers()
    {
        await using var pair = await StartAsync(target: new RegistryQuirks { NoReferrers = true });
        pair.Target.Interceptor = ResolveDigestsAsync;
        await CopyAsync(pair);
        await pair.PushAsync(SampleManifest.ReferTo(Image, "application/vnd.example.signature", 702), tag: "later");

        await CopyAsync(pair);

        pair.Target.Interceptor = null;
        using var puller = new Puller(pair.Target.Host);
        var list = JsonNode.Parse((await puller.ManifestAsync("backup/app", Image.Digest.Replace(':', '-')))!)!["manifests"]!.AsArray();
        Assert.Equal(2, list.Count);
        Assert.All(list, entry => Assert.Null(entry!["platform"]));
    }

    [Fact]
    public async Task Platforms_that_an_earlier_writer_took_for_referrers_leave_the_list()
    {
        await using var pair = await StartAsync(target: new RegistryQuirks { NoReferrers = true });
        using (var pusher = new Pusher(pair.Target.Host))
            await pusher.PushAsync("backup/app", Image.Digest.Replace(':', '-'), SampleManifest.Index(("amd64", Image.Children[0])));

        await CopyAsync(pair);

        using var puller = new Puller(pair.Target.Host);
        var list = JsonNode.Parse((await puller.ManifestAsync("backup/app", Image.Digest.Replace(':', '-')))!)!["manifests"]!.AsArray();
        Assert.Equal(Signature.Digest, (string?)Assert.Single(list)!["digest"]);
    }

    /// <summary>As GitLab: where no such tag is, sha256-… is read as a digest.</summary>
    private static async Task ResolveDigestsAsync(HttpContext context, Func<Task> serve)
    {
        var path = context.Request.Path.Value!;
        if (HttpMethods.IsGet(context.Request.Method)
            && path.EndsWith($"/manifests/{Image.Digest.Replace(':', '-')}", StringComparison.Ordinal))
        {
            context.Response.ContentType = Image.MediaType;
            await context.Response.Body.WriteAsync(Image.Content);
            return;
        }

        await serve();
    }

    private static Task<Copying.CopyResult> CopyAsync(DevPair pair, string from = "team/app", string to = "backup/app") =>
        pair.Copies.CopyAsync(Copies.Request($"{pair.Source.Host}/{from}:v1", $"{pair.Target.Host}/{to}:v1") with { Referrers = true });

    private static async Task<DevPair> StartAsync(RegistryQuirks? target = null)
    {
        var pair = await DevPair.StartAsync(target: new RegistryOptions { Quirks = target ?? RegistryQuirks.None });
        await pair.PushAsync(Image);
        await pair.PushAsync(Signature, tag: Signature.Digest);
        return pair;
    }
}
