using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.Registry.Tests.Sharing;

/// <summary>What all copies together may ask of one host.</summary>
public sealed class HostBudgetTests
{
    [Fact]
    public async Task One_request_at_a_time_is_enough_for_copies_in_both_directions()
    {
        await using var pair = await DevPair.StartAsync(
            configure: options => options with { InitialRequestsPerHost = 1, MaxRequestsPerHost = 1, MaxLargeUploadsPerHost = 1 });
        var images = Enumerable.Range(0, 6)
            .Select(i => SampleManifest.MultiPlatform(300 + (10 * i), 1_100_000, "amd64", "arm64"))
            .ToArray();
        for (var i = 0; i < 3; i++) await pair.PushAsync(images[i], $"there/{i}");
        using (var pusher = new Pusher(pair.Target.Host))
            for (var i = 3; i < 6; i++) await pusher.PushAsync($"back/{i}", "v1", images[i]);

        await Task.WhenAll(
            Enumerable.Range(0, 3).Select(
                i => pair.Copies.CopyAsync($"{pair.Source.Host}/there/{i}:v1", $"{pair.Target.Host}/there/{i}:v1"))
                .Concat(Enumerable.Range(3, 3)
                    .Select(i => pair.Copies.CopyAsync($"{pair.Target.Host}/back/{i}:v1", $"{pair.Source.Host}/back/{i}:v1"))));

        for (var i = 0; i < 3; i++) await pair.AssertArrivedAsync(images[i], $"there/{i}");
    }

    [Fact]
    public async Task Within_one_registry_blobs_are_mounted_from_the_source()
    {
        await using var server = await RegistryServer.StartAsync(new RegistryOptions());
        using (var pusher = new Pusher(server.Host))
            await pusher.PushAsync("team/app", "v1", SampleManifest.MultiPlatform(400, 50_000, "amd64", "arm64"));
        using var copies = new Copies();

        var result = await copies.CopyAsync($"{server.Host}/team/app:v1", $"{server.Host}/team/copy:v1");

        Assert.Equal((0, result.Progress.BytesTotal), (result.Progress.BytesTransferred, result.Progress.BytesMounted));
    }

    [Fact]
    public async Task A_hundred_small_layers_of_which_one_changed_cost_a_handful_of_requests()
    {
        await using var pair = await DevPair.StartAsync();
        var layers = Enumerable.Range(0, 100).Select(i => SampleBlob.Layer(500 + i, 1000)).ToArray();
        await pair.PushAsync(SampleManifest.Image("amd64", layers));
        await pair.CopyAsync();
        await pair.PushAsync(SampleManifest.Image("amd64", [.. layers[..99], SampleBlob.Layer(999, 1000)]));
        using var fresh = new Copies();

        var result = await fresh.CopyAsync(pair.SourceImage, pair.TargetImage);

        Assert.InRange(result.Requests, 1, 12);
        Assert.Equal(1000, result.Progress.BytesTransferred);
    }
}
