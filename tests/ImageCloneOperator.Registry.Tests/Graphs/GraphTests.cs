using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Registry.Tests.Graphs;

/// <summary>Shapes of images, and in which order their parts arrive.</summary>
public sealed class GraphTests
{
    private const string ForeignType = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

    [Fact]
    public async Task The_tag_is_written_after_everything_else()
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(SampleManifest.MultiPlatform(100, 5000, "amd64", "arm64", "arm"));

        await pair.CopyAsync();

        var writes = pair.Target.Requests.All.Where(request => request.Method is "PUT").ToList();
        Assert.Equal("v1", writes[^1].Reference);
        Assert.Equal(3 + 1, writes.Count(request => request.Kind == RequestKind.Manifest));
    }

    [Fact]
    public async Task Indexes_within_an_index_and_empty_ones_arrive()
    {
        await using var pair = await DevPair.StartAsync();
        var image = SampleManifest.Index(
            ("amd64", SampleManifest.MultiPlatform(110, 3000, "amd64", "arm64")), ("s390x", SampleManifest.Index()));
        await pair.PushAsync(image);

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(image);
    }

    [Fact]
    public async Task Unknown_types_duplicate_layers_and_images_without_layers_are_content_like_any()
    {
        await using var pair = await DevPair.StartAsync();
        var layer = SampleBlob.Layer(120, 3000, "application/vnd.example.unheard-of");
        var image = SampleManifest.Index(
            ("amd64", SampleManifest.Image("amd64", layer, layer, layer)), ("arm64", SampleManifest.Image("arm64")));
        await pair.PushAsync(image);

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(image);
    }

    [Fact]
    public async Task Layers_not_to_be_distributed_stay_where_they_are_unless_asked_for()
    {
        await using var pair = await DevPair.StartAsync();
        var foreign = SampleBlob.Layer(130, 3000, ForeignType);
        await pair.PushAsync(SampleManifest.Image("amd64", foreign));

        var without = await pair.CopyAsync();
        var with = await pair.Copies.CopyAsync(
            Copies.Request(pair.SourceImage, $"{pair.Target.Host}/all:v1") with { ForeignLayers = true });

        Assert.Equal(3000, with.Progress.BytesTotal - without.Progress.BytesTotal);
    }

    [Fact]
    public async Task Content_that_the_manifest_embeds_is_not_fetched_again()
    {
        await using var pair = await DevPair.StartAsync();
        var image = SampleManifest.Image("amd64");
        var config = image.Blobs[0];
        image = image.With(json => json["config"]!["data"] = Convert.ToBase64String(config.Content));
        await pair.PushAsync(image);
        pair.Source.Faults.Add(new Fault { Kind = RequestKind.Blob, Times = int.MaxValue, Effect = FaultEffect.Answer(404) });

        await pair.CopyAsync();

        await pair.AssertArrivedAsync(image);
    }

    [Fact]
    public async Task A_reference_with_tag_and_digest_is_read_by_digest()
    {
        await using var pair = await DevPair.StartAsync();
        var image = SampleManifest.Image("amd64", SampleBlob.Layer(140, 100));
        await pair.PushAsync(image);
        await pair.PushAsync(SampleManifest.Image("amd64"));

        await pair.Copies.CopyAsync($"{pair.SourceImage}@{image.Digest}", pair.TargetImage);

        await pair.AssertArrivedAsync(image);
    }

    [Fact]
    public async Task A_target_by_digest_gets_no_tag()
    {
        await using var pair = await DevPair.StartAsync();
        var image = SampleManifest.Image("amd64", SampleBlob.Layer(150, 100));
        await pair.PushAsync(image);

        await pair.Copies.CopyAsync(pair.SourceImage, $"{pair.Target.Host}/backup/app@{image.Digest}");

        await pair.AssertArrivedAsync(image, tag: image.Digest);
        Assert.Null(await pair.Copies.Inspector.ResolveAsync(Copies.At(pair.TargetImage)));
    }

    [Fact]
    public async Task A_moved_tag_keeps_its_previous_digest_when_asked_to()
    {
        await using var pair = await DevPair.StartAsync();
        var first = SampleManifest.Image("amd64", SampleBlob.Layer(160, 100));
        await pair.PushAsync(first);
        await pair.CopyAsync();
        await pair.PushAsync(SampleManifest.Image("amd64", SampleBlob.Layer(161, 100)));

        var result = await pair.Copies.CopyAsync(Copies.Request(pair.SourceImage, pair.TargetImage) with { KeepPrevious = true });

        var anchor = $"digest.sha256-{first.Digest["sha256:".Length..]}";
        Assert.Equal(first.Digest, result.PreviousDigest.ToString());
        await pair.AssertArrivedAsync(first, tag: anchor);
        var anchored = Copies.At($"{pair.Target.Host}/backup/app:{anchor}");
        Assert.Null(await pair.Copies.Maintenance.DeleteAsync(anchored, Digest.Parse(first.Digest), byDigest: false));
        Assert.Null(await pair.Copies.Inspector.ResolveAsync(anchored));
    }

    [Fact]
    public async Task A_platform_that_the_image_lacks_is_not_found_and_those_it_has_are_named()
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(SampleManifest.MultiPlatform(170, 100, "amd64", "arm64"));

        var failure = await Assert.ThrowsAsync<RegistryException>(() =>
            pair.Copies.CopyAsync(Copies.Request(pair.SourceImage, pair.TargetImage) with { Platforms = [Platform.Parse("linux/s390x")] }));

        Assert.Equal(RegistryErrorKind.NotFound, failure.Kind);
        Assert.Contains("linux/amd64, linux/arm64", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_description_tells_platforms_and_sizes()
    {
        await using var pair = await DevPair.StartAsync();
        var image = SampleManifest.MultiPlatform(180, 1000, "amd64", "arm64");
        await pair.PushAsync(image);

        var description = await pair.Copies.Inspector.DescribeAsync(Copies.At(pair.SourceImage));

        var blobs = image.Children.SelectMany(child => child.Blobs).DistinctBy(blob => blob.Digest).ToList();
        Assert.Equal(["linux/amd64", "linux/arm64"], description.Platforms.Select(platform => platform.ToString()));
        Assert.Equal(blobs.Count, description.Blobs);
        Assert.Equal(
            blobs.Sum(blob => blob.Content.Length) + image.Content.Length + image.Children.Sum(child => child.Content.Length),
            description.SizeBytes);
    }

    [Fact]
    public async Task A_copy_that_is_stopped_leaves_no_tag_and_others_take_over_its_blobs()
    {
        await using var pair = await DevPair.StartAsync();
        var image = SampleManifest.Image("amd64", SampleBlob.Layer(190, 3_000_000));
        await pair.PushAsync(image);
        pair.Source.Quirks = new RegistryQuirks { BytesPerSecond = 2_000_000 };
        using var stop = new CancellationTokenSource();
        var progress = new CopyProgress();
        var first = pair.Copies.Copier.CopyAsync(Copies.Request(pair.SourceImage, pair.TargetImage), progress, stop.Token);
        await Eventually.True(() => progress.Snapshot().BytesTransferred > 100_000);
        var second = pair.Copies.CopyAsync(pair.SourceImage, $"{pair.Target.Host}/backup/second:v1");

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Null(await pair.Copies.Inspector.ResolveAsync(Copies.At(pair.TargetImage)));
        await second;
        await pair.AssertArrivedAsync(image, "backup/second");
    }
}
