using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;

namespace ImageCloneOperator.Registry.Tests.Faults;

/// <summary>Ways in which real registries differ from the specification or from each other.</summary>
public sealed class QuirkTests
{
    private static readonly SampleManifest Image = SampleManifest.MultiPlatform(9, 1_200_000, "amd64", "arm64");

    public static TheoryData<RegistryQuirks> Targets => new(
        new RegistryQuirks { NoMounts = true },
        new RegistryQuirks { MountRefusal = 403 },
        new RegistryQuirks { MountRefusal = 401 },
        new RegistryQuirks { MountRefusal = 405 },
        new RegistryQuirks { NoManifestHead = true },
        new RegistryQuirks { NoContentDigest = true, NoLengthOnHead = true },
        new RegistryQuirks { ChangingLocation = true, LocationStyle = LocationStyle.Relative },
        new RegistryQuirks { LocationStyle = LocationStyle.Absolute },
        new RegistryQuirks { LocationStyle = LocationStyle.HostOnly, ChangingLocation = true },
        new RegistryQuirks { ChunkMinLength = 1000 },
        new RegistryQuirks { NoReferrers = true },
        new RegistryQuirks { RedirectBlobs = true });

    public static TheoryData<RegistryQuirks> Sources => new(
        new RegistryQuirks { NoManifestHead = true },
        new RegistryQuirks { NoContentDigest = true },
        new RegistryQuirks { NoLengthOnHead = true },
        new RegistryQuirks { NoRanges = true },
        new RegistryQuirks { RedirectBlobs = true },
        new RegistryQuirks { NoReferrers = true },
        new RegistryQuirks { RateLimit = ("100;w=21600", "42;w=21600") },
        new RegistryQuirks { Latency = TimeSpan.FromMilliseconds(5), BytesPerSecond = 8_000_000 });

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Copies_arrive_at_any_target(RegistryQuirks quirks) => await CopyTwoAsync(RegistryQuirks.None, quirks);

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Copies_arrive_from_any_source(RegistryQuirks quirks) => await CopyTwoAsync(quirks, RegistryQuirks.None);

    private static async Task CopyTwoAsync(RegistryQuirks source, RegistryQuirks target)
    {
        await using var pair = await DevPair.StartAsync(new RegistryOptions { Quirks = source }, new RegistryOptions { Quirks = target });
        await pair.PushAsync(Image);

        await pair.Copies.CopyAsync(Copies.Request(pair.SourceImage, pair.TargetImage) with { Referrers = true });
        await pair.Copies.CopyAsync(pair.SourceImage, $"{pair.Target.Host}/backup/other:v1");
        var again = await pair.CopyAsync();

        Assert.True(again.UpToDate);
        await pair.AssertArrivedAsync(Image);
        await pair.AssertArrivedAsync(Image, "backup/other");
    }
}
