using System.Text.Json.Nodes;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.Registry.Tests.Graphs;

/// <summary>What refers to an image travels along, whether or not either side lists referrers itself.</summary>
public sealed class ReferrerTests
{
    private static readonly SampleManifest Image = SampleManifest.MultiPlatform(200, 2000, "amd64", "arm64");
    private static readonly SampleManifest Sbom = SampleManifest.ReferTo(Image, "application/spdx+json", 201);
    private static readonly SampleManifest ChildSignature = SampleManifest.ReferTo(
        Image.Children[0], "application/vnd.example.signature", 202);
    private static readonly SampleManifest SbomSignature = SampleManifest.ReferTo(Sbom, "application/vnd.example.signature", 203);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Referrers_of_the_image_of_a_platform_and_of_referrers_arrive(bool sourceLacksApi, bool targetLacksApi)
    {
        await using var pair = await DevPair.StartAsync(
            new RegistryOptions { Quirks = new RegistryQuirks { NoReferrers = sourceLacksApi } },
            new RegistryOptions { Quirks = new RegistryQuirks { NoReferrers = targetLacksApi } });
        await PushAllAsync(pair, sourceLacksApi);

        await pair.Copies.CopyAsync(Copies.Request(pair.SourceImage, pair.TargetImage) with { Referrers = true });

        using var puller = new Puller(pair.Target.Host);
        foreach (var (subject, referrer) in new[] { (Image, Sbom), (Image.Children[0], ChildSignature), (Sbom, SbomSignature) })
        {
            await puller.AssertCompleteAsync("backup/app", referrer);
            var entry = Assert.Single(await ReferrersAsync(puller, subject, targetLacksApi));
            Assert.Equal(referrer.Digest, (string?)entry!["digest"]);
            Assert.Equal("yes", (string?)entry["annotations"]!["kept"]);
            Assert.NotNull((string?)entry["artifactType"]);
        }
    }

    [Fact]
    public async Task Referrers_stay_behind_unless_asked_for()
    {
        await using var pair = await DevPair.StartAsync();
        await PushAllAsync(pair, fallback: false);

        await pair.CopyAsync();

        using var puller = new Puller(pair.Target.Host);
        Assert.Null(await puller.ManifestAsync("backup/app", Sbom.Digest));
    }

    [Theory]
    [InlineData(".sig")]
    [InlineData(".att")]
    [InlineData(".sbom")]
    public async Task The_tags_that_cosign_makes_arrive_for_image_and_platforms(string suffix)
    {
        await using var pair = await DevPair.StartAsync();
        var signature = SampleManifest.Image("amd64", SampleBlob.Layer(204, 300));
        await pair.PushAsync(Image);
        foreach (var digest in new[] { Image.Digest, Image.Children[1].Digest })
            await pair.PushAsync(signature, tag: TagOf(digest) + suffix);

        await pair.Copies.CopyAsync(Copies.Request(pair.SourceImage, pair.TargetImage) with { Referrers = true });

        foreach (var digest in new[] { Image.Digest, Image.Children[1].Digest })
            await pair.AssertArrivedAsync(signature, tag: TagOf(digest) + suffix);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Referrer_attached_after_copy_comes_with_next_copy(bool filtered)
    {
        await using var pair = await DevPair.StartAsync();
        await pair.PushAsync(Image);
        var request = Copies.Request(pair.SourceImage, pair.TargetImage) with
        {
            Referrers = true,
            Platforms = filtered ? [Platform.Parse("linux/amd64")] : [],
        };
        await pair.Copies.CopyAsync(request);
        await pair.PushAsync(ChildSignature, tag: ChildSignature.Digest);

        var again = await pair.Copies.CopyAsync(request);

        Assert.True(again.UpToDate);
        using var puller = new Puller(pair.Target.Host);
        await puller.AssertCompleteAsync("backup/app", ChildSignature);
    }

    [Fact]
    public async Task Referrers_are_read_over_all_pages()
    {
        await using var pair = await DevPair.StartAsync(new RegistryOptions { Quirks = new RegistryQuirks { PageSize = 2 } });
        await pair.PushAsync(Image);
        var referrers = Enumerable.Range(0, 5)
            .Select(i => SampleManifest.ReferTo(Image, "application/vnd.example.signature", 400 + i))
            .ToList();
        foreach (var referrer in referrers) await pair.PushAsync(referrer, tag: referrer.Digest);

        await pair.Copies.CopyAsync(Copies.Request(pair.SourceImage, pair.TargetImage) with { Referrers = true });

        using var puller = new Puller(pair.Target.Host);
        foreach (var referrer in referrers) await puller.AssertCompleteAsync("backup/app", referrer);
    }

    [Fact]
    public async Task Referrers_that_arrive_at_once_are_all_listed_at_a_target_without_the_API()
    {
        await using var pair = await DevPair.StartAsync(target: new RegistryOptions { Quirks = new RegistryQuirks { NoReferrers = true } });
        var referrers = Enumerable.Range(0, 60)
            .Select(i => SampleManifest.ReferTo(Image, "application/vnd.example.signature", 300 + i))
            .ToList();
        foreach (var (i, referrer) in referrers.Index()) await pair.PushAsync(referrer, tag: $"r{i}");

        await Task.WhenAll(referrers.Index().Select(
            entry => pair.Copies.CopyAsync(
                $"{pair.Source.Host}/team/app:r{entry.Index}", $"{pair.Target.Host}/backup/app:r{entry.Index}")));

        using var puller = new Puller(pair.Target.Host);
        var listed = (await ReferrersAsync(puller, Image, fallback: true)).Select(entry => (string)entry!["digest"]!);
        Assert.Equal(referrers.Select(referrer => referrer.Digest).Order(), listed.Order());
    }

    private static string TagOf(string digest) => digest.Replace(':', '-');

    private static async Task PushAllAsync(DevPair pair, bool fallback)
    {
        await pair.PushAsync(Image);
        foreach (var (subject, referrer) in new[] { (Image, Sbom), (Image.Children[0], ChildSignature), (Sbom, SbomSignature) })
        {
            await pair.PushAsync(referrer, tag: referrer.Digest);
            if (fallback) await pair.PushAsync(SampleManifest.Index(("amd64", referrer)), tag: TagOf(subject.Digest));
        }
    }

    private static async Task<JsonArray> ReferrersAsync(Puller puller, SampleManifest subject, bool fallback)
    {
        var content = fallback
            ? await puller.ManifestAsync("backup/app", TagOf(subject.Digest))
            : await puller.ReferrersAsync("backup/app", subject.Digest);
        return JsonNode.Parse(content!)!["manifests"]!.AsArray();
    }
}
