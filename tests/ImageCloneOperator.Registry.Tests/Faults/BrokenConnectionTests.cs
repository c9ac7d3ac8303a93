using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Registry.Tests.Faults;

/// <summary>Connections that break or stand still: the copy goes on where it was.</summary>
public sealed class BrokenConnectionTests
{
    private const int Size = 4_000_000;

    private static readonly SampleManifest Image = SampleManifest.Image("amd64", SampleBlob.Layer(1, Size));

    [Fact]
    public async Task A_cut_download_goes_on_from_the_byte_where_it_broke()
    {
        await using var pair = await StartAsync();
        pair.Source.Faults.Add(
            new Fault { Method = "GET", Reference = Image.Blobs[1].Digest, Effect = FaultEffect.CutDownload(1_500_000), Times = 2 });

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
        var layer = pair.Source.Requests.Where("GET", RequestKind.Blob).Where(request => request.Reference == Image.Blobs[1].Digest);
        Assert.Contains(layer, request => request.Range is not null);
        Assert.Equal(Size, pair.Target.Requests.Where("PUT", RequestKind.Upload).Max(request => request.BytesIn));
    }

    [Fact]
    public async Task A_cut_upload_goes_on_from_what_the_target_holds()
    {
        await using var pair = await StartAsync();
        pair.FaultAtTarget(RequestKind.Upload, FaultEffect.CutUpload(2_000_000), "PUT", times: 2);

        var result = await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
        Assert.InRange(pair.Target.Requests.Where(kind: RequestKind.Upload).Sum(request => request.BytesIn), Size, Size + 1000);
        Assert.Equal(result.Progress.BytesTotal, result.Progress.BytesDone);
    }

    [Fact]
    public async Task A_source_without_ranges_is_read_again_and_sent_once()
    {
        await using var pair = await StartAsync(source: new RegistryOptions { Quirks = new RegistryQuirks { NoRanges = true } });
        pair.Source.Faults.Add(
            new Fault { Method = "GET", Reference = Image.Blobs[1].Digest, Effect = FaultEffect.CutDownload(1_500_000) });

        var result = await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
        Assert.Equal(result.Progress.BytesTotal, result.Progress.BytesTransferred);
    }

    [Fact]
    public async Task Bodies_that_stand_still_are_left_and_resumed()
    {
        await using var pair = await StartAsync(configure: options => options with { IdleTimeout = TimeSpan.FromMilliseconds(300) });
        pair.Source.Faults.Add(
            new Fault { Method = "GET", Reference = Image.Blobs[1].Digest, Effect = new FaultEffect { StallResponseAfter = 1_000_000 } });
        await pair.CopyAsync();
        await pair.AssertArrivedAsync(Image);
    }

    [Fact]
    public async Task An_upload_that_stands_still_is_left_and_resumed()
    {
        var brief = TimeSpan.FromMilliseconds(300);
        await using var pair = await StartAsync(
            configure: options => options with { IdleTimeout = brief, CommitTimeout = brief, ResponseTimeout = brief, MaxAttempts = 3 });
        var big = SampleManifest.Image("amd64", SampleBlob.Layer(2, 24_000_000));
        await pair.PushAsync(big);
        pair.FaultAtTarget(RequestKind.Upload, new FaultEffect { StallRequestAfter = 2_000_000 }, "PUT");

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(big);
    }

    [Fact]
    public async Task Answers_that_get_lost_after_the_target_stored_something_are_found_out()
    {
        await using var pair = await StartAsync();
        pair.FaultAtTarget(RequestKind.Upload, FaultEffect.LoseAnswer(), "PUT", times: 2);
        pair.FaultAtTarget(RequestKind.Upload, FaultEffect.LoseAnswer(), "POST");
        pair.FaultAtTarget(RequestKind.Manifest, FaultEffect.LoseAnswer(), "PUT");

        var result = await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
        Assert.Equal(result.Progress.BytesTotal, result.Progress.BytesTransferred);
    }

    [Theory]
    [InlineData("GET", RequestKind.Manifest)]
    [InlineData("HEAD", RequestKind.Manifest)]
    [InlineData("GET", RequestKind.Blob)]
    public async Task Dropped_requests_to_the_source_are_sent_again(string method, RequestKind kind)
    {
        await using var pair = await StartAsync();
        pair.FaultAtSource(kind, new FaultEffect { Drop = true }, method, times: 2);

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(Image);
    }

    [Fact]
    public async Task A_registry_that_is_gone_is_said_to_be_unreachable()
    {
        await using var pair = await StartAsync();
        await pair.Source.DisposeAsync();

        var failure = await pair.CopyFailsAsync();

        Assert.Equal(RegistryErrorKind.Unreachable, failure.Kind);
        Assert.Equal(pair.Source.Host, failure.Operation.Host);
    }

    [Fact]
    public async Task A_download_that_never_gets_further_fails_and_leaves_no_tag()
    {
        await using var pair = await StartAsync();
        pair.FaultAtSource(RequestKind.Blob, FaultEffect.CutDownload(0), times: int.MaxValue);

        Assert.Equal(RegistryErrorKind.Unreachable, (await pair.CopyFailsAsync()).Kind);
    }

    private static async Task<DevPair> StartAsync(
        RegistryOptions? source = null, Func<RegistryClientOptions, RegistryClientOptions>? configure = null)
    {
        var pair = await DevPair.StartAsync(source, configure: configure);
        await pair.PushAsync(Image);
        return pair;
    }
}
