using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Registry.Tests.Graphs;

/// <summary>What a registry still has of a copy is looked at part by part, and what it has lost is sent again.</summary>
public sealed class VerificationTests : IDisposable
{
    private readonly HttpClient _http = new();

    [Fact]
    public async Task Copy_that_has_all_its_parts_is_whole()
    {
        await using var pair = await CopiedAsync(Image);

        var found = await VerifyAsync(pair);

        Assert.True(found!.IsWhole, found.Problems);
        Assert.Equal((3, 5, 5), (found.Manifests, found.Blobs, found.BlobsChecked));
        Assert.DoesNotContain(pair.Target.Requests.All, request => request is { Method: "GET", Kind: RequestKind.Blob });
    }

    [Fact]
    public async Task Copy_without_its_tag_is_none()
    {
        await using var pair = await CopiedAsync(Image);
        await DeleteAsync(pair, $"manifests/{Image.Digest}");

        Assert.Null(await VerifyAsync(pair));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Part_that_is_gone_is_named_and_sent_again(bool blob)
    {
        await using var pair = await CopiedAsync(Image);
        var (path, digest) = Part(blob);
        await DeleteAsync(pair, path);

        var found = await VerifyAsync(pair);
        Assert.Equal(digest, Assert.Single(found!.Broken).Digest.ToString());
        Assert.Contains(digest, found.Problems, StringComparison.Ordinal);

        await pair.Copies.CopyAsync(Copies.Request(pair.SourceImage, pair.TargetImage) with { Repair = true, KeepPrevious = true });
        await pair.AssertArrivedAsync(Image);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Broken_copy_of_before_counts_as_none_for_the_next(bool blob)
    {
        await using var pair = await CopiedAsync(Image);
        await DeleteAsync(pair, Part(blob).Path);
        var next = SampleManifest.MultiPlatform(920, 3000, "amd64", "arm64");
        await pair.PushAsync(next);

        await pair.Copies.CopyAsync(Copies.Request(pair.SourceImage, pair.TargetImage) with { KeepPrevious = true });

        await pair.AssertArrivedAsync(next);
    }

    [Fact]
    public async Task Manifest_that_is_damaged_is_broken()
    {
        await using var pair = await CopiedAsync(Image);
        pair.Target.Faults.Add(new Fault
        {
            Method = "GET",
            Kind = RequestKind.Manifest,
            Reference = Image.Children[1].Digest,
            Times = int.MaxValue,
            Effect = new FaultEffect { FlipBitAt = 9 },
        });

        Assert.Equal(Image.Children[1].Digest, Assert.Single((await VerifyAsync(pair))!.Broken).Digest.ToString());
    }

    [Fact]
    public async Task Registry_that_answers_no_HEAD_is_asked_by_GET()
    {
        await using var pair = await CopiedAsync(Image);
        pair.Target.Faults.Add(
            new Fault { Method = "HEAD", Kind = RequestKind.Blob, Times = int.MaxValue, Effect = FaultEffect.Answer(404) });

        Assert.True((await VerifyAsync(pair))!.IsWhole);
    }

    [Fact]
    public async Task Registry_that_refuses_to_say_breaks_nothing()
    {
        await using var pair = await CopiedAsync(Image);
        pair.Target.Faults.Add(new Fault { Kind = RequestKind.Blob, Times = int.MaxValue, Effect = FaultEffect.Answer(403) });

        var refusal = await Assert.ThrowsAsync<RegistryException>(() => VerifyAsync(pair));

        Assert.Equal(RegistryErrorKind.Denied, refusal.Kind);
    }

    [Fact]
    public async Task Blobs_are_asked_for_a_few_in_each_round_until_all_had_their_turn()
    {
        await using var pair = await CopiedAsync(Image);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < 3; round++)
        {
            pair.Target.Requests.Clear();
            Assert.Equal(2, (await VerifyAsync(pair, new BlobSample(2, round)))!.BlobsChecked);
            asked.UnionWith(pair.Target.Requests.Where("HEAD", RequestKind.Blob).Select(request => request.Reference!));
        }

        Assert.Equal(5, asked.Count);
    }

    [Fact]
    public async Task Tag_is_set_back_to_a_digest_that_is_there()
    {
        await using var pair = await CopiedAsync(Image);
        using var pusher = new Pusher(pair.Target.Host);
        await pusher.PushAsync("backup/app", "v1", SampleManifest.Image("amd64", SampleBlob.Layer(930, 100)));

        await pair.Copies.Maintenance.TagAsync(Copies.At(pair.TargetImage), Digest.Parse(Image.Digest), "v1");

        await pair.AssertArrivedAsync(Image);
    }

    public void Dispose() => _http.Dispose();

    private static SampleManifest Image { get; } = SampleManifest.MultiPlatform(900, 3000, "amd64", "arm64");

    private static (string Path, string Digest) Part(bool blob)
    {
        var digest = blob ? Image.Children[1].Blobs[^1].Digest : Image.Children[1].Digest;
        return ($"{(blob ? "blobs" : "manifests")}/{digest}", digest);
    }

    private static async Task<DevPair> CopiedAsync(SampleManifest image)
    {
        var pair = await DevPair.StartAsync();
        await pair.PushAsync(image);
        await pair.CopyAsync();
        pair.Target.Requests.Clear();
        return pair;
    }

    private static Task<ImageVerification?> VerifyAsync(DevPair pair, BlobSample? sample = null) =>
        pair.Copies.Inspector.VerifyAsync(Copies.At(pair.TargetImage), sample ?? BlobSample.All);

    private async Task DeleteAsync(DevPair pair, string path)
    {
        using var answer = await _http.DeleteAsync(new Uri($"http://{pair.Target.Host}/v2/backup/app/{path}"));
        Assert.True(answer.IsSuccessStatusCode, $"DELETE {path}: {answer.StatusCode}");
    }
}
