using System.Text;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Tests.Support;

namespace ImageCloneOperator.Registry.Tests.Real;

/// <summary>Between two of Debian's docker-registry, with skopeo as the judge.</summary>
public sealed class RealRegistryTests(DockerRegistryPair registries) : IClassFixture<DockerRegistryPair>
{
    private readonly string _source = registries.Source.Host;
    private readonly string _target = registries.Target.Host;

    [Fact]
    public async Task All_platforms_arrive_byte_for_byte()
    {
        var image = SampleManifest.MultiPlatform(1, 300_000, "amd64", "arm64", "s390x");
        await PushAsync("team/app", "v1", image);
        using var copies = new Copies();

        var result = await copies.CopyAsync($"{_source}/team/app:v1", $"{_target}/backup/app:v1");

        Assert.Equal(image.Digest, result.TargetDigest.ToString());
        Assert.Equal(["linux/amd64", "linux/arm64", "linux/s390x"], result.Platforms.Select(platform => platform.ToString()));
        Assert.Equal(Encoding.UTF8.GetString(image.Content), await Skopeo.RawAsync($"{_target}/backup/app:v1"));
        await Skopeo.PullAllAsync($"{_target}/backup/app:v1");
    }

    [Fact]
    public async Task A_second_copy_asks_each_side_once()
    {
        await PushAsync("team/twice", "v1", SampleManifest.MultiPlatform(10, 1000, "amd64", "arm64"));
        using var copies = new Copies();
        await copies.CopyAsync($"{_source}/team/twice:v1", $"{_target}/twice:v1");

        var again = await copies.CopyAsync($"{_source}/team/twice:v1", $"{_target}/twice:v1");

        Assert.True(again.UpToDate);
        Assert.Equal(2, again.Requests);
    }

    [Fact]
    public async Task Only_the_wanted_platforms_are_in_the_smaller_index()
    {
        await PushAsync("team/some", "v1", SampleManifest.MultiPlatform(20, 5000, "amd64", "arm64", "s390x"));
        using var copies = new Copies();
        var request = Copies.Request($"{_source}/team/some:v1", $"{_target}/some:v1") with { Platforms = [Platform.Parse("linux/arm64")] };

        var result = await copies.CopyAsync(request);
        var again = await copies.CopyAsync(request);

        Assert.Equal("linux/arm64", Assert.Single(result.Platforms).ToString());
        Assert.Contains(
            result.TargetDigest.ToString(),
            await Skopeo.RunAsync("inspect", "--tls-verify=false", "--override-arch=arm64", $"docker://{_target}/some:v1"));
        await Skopeo.PullAllAsync($"{_target}/some:v1");
        Assert.True(again.UpToDate);
    }

    [Fact]
    public async Task A_moved_tag_sends_only_what_is_new()
    {
        var shared = SampleBlob.Layer(30, 400_000);
        await PushAsync("team/moved", "latest", SampleManifest.Image("amd64", shared, SampleBlob.Layer(31, 1000)));
        using (var copies = new Copies()) await copies.CopyAsync($"{_source}/team/moved:latest", $"{_target}/moved:latest");
        var newer = SampleManifest.Image("amd64", shared, SampleBlob.Layer(32, 1000));
        await PushAsync("team/moved", "latest", newer);
        using var fresh = new Copies();

        var result = await fresh.CopyAsync($"{_source}/team/moved:latest", $"{_target}/moved:latest");

        Assert.Equal(1000, result.Progress.BytesTransferred);
        Assert.Equal(newer.Digest, result.TargetDigest.ToString());
        Assert.NotNull(result.PreviousDigest);
    }

    [Fact]
    public async Task A_blob_is_mounted_from_another_repository_of_the_target()
    {
        var image = SampleManifest.Image("amd64", SampleBlob.Layer(40, 400_000));
        await PushAsync("team/one", "v1", image);
        await PushAsync("team/two", "v1", image);
        using var copies = new Copies();
        await copies.CopyAsync($"{_source}/team/one:v1", $"{_target}/one:v1");

        var result = await copies.CopyAsync($"{_source}/team/two:v1", $"{_target}/two:v1");

        Assert.Equal(0, result.Progress.BytesTransferred);
        Assert.Equal(result.Progress.BytesTotal, result.Progress.BytesMounted);
        await Skopeo.PullAllAsync($"{_target}/two:v1");
    }

    [Fact]
    public async Task Copies_at_the_same_time_send_a_shared_layer_once()
    {
        var shared = SampleBlob.Layer(50, 3_000_000);
        var names = Enumerable.Range(0, 12).ToArray();
        foreach (var i in names) await PushAsync($"crowd/{i}", "v1", SampleManifest.Image("amd64", shared, SampleBlob.Layer(51 + i, 2000)));
        using var copies = new Copies();

        var results = await Task.WhenAll(names.Select(i => copies.CopyAsync($"{_source}/crowd/{i}:v1", $"{_target}/crowd/{i}:v1")));

        var config = SampleBlob.Config("amd64").Content.Length;
        Assert.Equal(3_000_000 + (12 * 2000) + config, results.Sum(result => result.Progress.BytesTransferred));
        foreach (var i in names) await Skopeo.PullAllAsync($"{_target}/crowd/{i}:v1");
    }

    private async Task PushAsync(string repository, string tag, SampleManifest image)
    {
        using var pusher = new Pusher(_source);
        await pusher.PushAsync(repository, tag, image);
    }
}
