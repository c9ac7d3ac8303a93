using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Registry.Tests.Odd;

/// <summary>Targets that take blobs in ways of their own, or not at all.</summary>
public sealed class OddUploadTests
{
    private static readonly SampleBlob Layer = SampleBlob.Layer(730, 3_000_000);
    private static readonly SampleManifest Image = SampleManifest.Image("amd64", Layer);
    private static readonly SampleManifest Small = SampleManifest.Image("amd64", SampleBlob.Layer(731, 300_000));

    [Theory]
    [InlineData(413, "too large", RegistryErrorKind.Denied)]
    [InlineData(401, "go away", RegistryErrorKind.Unauthorized)]
    [InlineData(403, "go away", RegistryErrorKind.Denied)]
    [InlineData(507, "disk is full", RegistryErrorKind.Denied)]
    public async Task Early_refusal_is_told_and_the_blob_is_not_sent_again_and_again(int status, string words, RegistryErrorKind kind)
    {
        await using var pair = await StartAsync();
        var (refusals, isAsked) = (0, true);
        pair.Target.Interceptor = async (context, serve) =>
        {
            if (!IsLayer(context))
            {
                await serve();
                return;
            }

            Interlocked.Increment(ref refusals);
            isAsked &= context.Request.Headers.Expect == "100-continue";
            context.Response.StatusCode = status;
            context.Response.Headers.Connection = "close";
            await context.Response.WriteAsync(words);
        };

        var failure = await Assert.ThrowsAsync<RegistryException>(pair.CopyAsync);

        Assert.Equal(kind, failure.Kind);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.InRange(refusals, 1, 2);
        Assert.True(isAsked, "the bytes were sent without asking first");
        Assert.InRange(pair.Target.Requests.BytesIn, 0, 1_000_000);
    }

    /// <summary>The reset may overtake the answer: what counts is that it is read the next time.</summary>
    [Theory]
    [InlineData(413, RegistryErrorKind.Denied)]
    [InlineData(401, RegistryErrorKind.Unauthorized)]
    [InlineData(403, RegistryErrorKind.Denied)]
    [InlineData(507, RegistryErrorKind.Denied)]
    public async Task Refusal_of_a_small_blob_that_a_reset_overtakes_is_told_after_one_more_try(int status, RegistryErrorKind kind)
    {
        await using var pair = await StartAsync(Small);
        var (bodies, answers) = (0, 0);
        pair.Target.Interceptor = async (context, serve) =>
        {
            if (!IsPutOf(context, 300_000))
                await serve();
            else if (context.Request.Headers.Expect.Count == 0)
            {
                bodies++;
                await context.Request.Body.ReadExactlyAsync(new byte[50_000]);
                context.Abort();
            }
            else
            {
                answers++;
                context.Response.StatusCode = status;
            }
        };

        var failure = await Assert.ThrowsAsync<RegistryException>(pair.CopyAsync);

        Assert.Equal(kind, failure.Kind);
        Assert.Equal(1, bodies);
        Assert.InRange(answers, 1, 2);
    }

    [Fact]
    public async Task Blob_at_which_the_target_always_breaks_off_is_sent_twice_and_no_more()
    {
        await using var pair = await StartAsync(Small);
        var bytes = 0L;
        pair.Target.Interceptor = async (context, serve) =>
        {
            if (!IsPutOf(context, 300_000))
            {
                await serve();
                return;
            }

            var buffer = new byte[300_000];
            await context.Request.Body.ReadExactlyAsync(buffer);
            bytes += buffer.Length;
            context.Abort();
        };

        var failure = await Assert.ThrowsAsync<RegistryException>(pair.CopyAsync);

        Assert.Equal(RegistryErrorKind.Unreachable, failure.Kind);
        Assert.Contains("limits the size of uploads", failure.Message, StringComparison.Ordinal);
        Assert.Equal(600_000, bytes);
    }

    [Theory]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirected_upload_goes_where_it_is_sent(int status)
    {
        await using var pair = await StartAsync();
        pair.Target.Interceptor = async (context, serve) =>
        {
            if (!IsLayer(context) || context.Request.Query.ContainsKey("again"))
            {
                await serve();
                return;
            }

            context.Response.StatusCode = status;
            context.Response.Headers.Location = $"{context.Request.Path}{context.Request.QueryString}&again=1";
        };

        await pair.CopyAsync();

        pair.Target.Interceptor = null;
        await pair.AssertArrivedAsync(Image);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    public async Task Write_that_is_redirected_as_a_read_is_told_with_the_address(int status)
    {
        await using var pair = await StartAsync();
        pair.FaultAtTarget(
            RequestKind.Upload,
            FaultEffect.Answer(status).With("Location", "https://new.example.com/v2/?signed=s3cret"),
            "POST",
            times: int.MaxValue);

        var failure = await pair.CopyFailsAsync();

        Assert.Contains("to https://new.example.com/v2/", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Name the registry by the address", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Write_of_a_manifest_is_done_whatever_success_it_is_answered_with(int status)
    {
        await using var pair = await StartAsync();
        pair.FaultAtTarget(RequestKind.Manifest, FaultEffect.Answer(status) with { AfterCommit = true }, "PUT", times: int.MaxValue);

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(405)]
    [InlineData(501)]
    public async Task Target_that_takes_blobs_by_PATCH_alone_is_served(int status)
    {
        await using var pair = await StartAsync();
        pair.Target.Interceptor = (context, serve) =>
        {
            if (!HttpMethods.IsPut(context.Request.Method) || context.Request.ContentLength is 0 || !IsUpload(context)) return serve();
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        await pair.CopyAsync();

        pair.Target.Interceptor = null;
        await pair.AssertArrivedAsync(Image);
    }

    [Fact]
    public async Task Server_that_knows_no_expectations_is_served_without()
    {
        await using var pair = await StartAsync();
        pair.Target.Interceptor = (context, serve) =>
        {
            if (context.Request.Headers.Expect.Count == 0) return serve();
            context.Response.StatusCode = 417;
            return Task.CompletedTask;
        };

        await pair.CopyAsync();

        pair.Target.Interceptor = null;
        await pair.AssertArrivedAsync(Image);
    }

    [Fact]
    public async Task Mount_that_did_not_happen_is_repaired_by_sending_and_never_asked_for_again()
    {
        await using var pair = await StartAsync();
        await pair.Copies.CopyAsync(pair.SourceImage, $"{pair.Target.Host}/first/app:v1");
        var mounts = 0;
        pair.Target.Interceptor = (context, serve) =>
        {
            if (!context.Request.Query.ContainsKey("mount")) return serve();
            if (context.Request.Query["mount"] == Layer.Digest) mounts++;
            context.Response.StatusCode = 201;
            return Task.CompletedTask;
        };

        await pair.CopyAsync();
        await pair.Copies.CopyAsync(pair.SourceImage, $"{pair.Target.Host}/third/app:v1");

        pair.Target.Interceptor = null;
        await pair.AssertArrivedAsync(Image);
        await pair.AssertArrivedAsync(Image, "third/app");
        Assert.Equal(1, mounts);
    }

    private static bool IsUpload(HttpContext context) => context.Request.Path.Value!.Contains("/blobs/uploads/", StringComparison.Ordinal);

    private static bool IsLayer(HttpContext context) => IsPutOf(context, 1_000_000);

    private static bool IsPutOf(HttpContext context, long least) =>
        IsUpload(context) && HttpMethods.IsPut(context.Request.Method) && context.Request.ContentLength >= least;

    private static async Task<DevPair> StartAsync(SampleManifest? image = null)
    {
        var pair = await DevPair.StartAsync();
        await pair.PushAsync(image ?? Image);
        return pair;
    }
}
