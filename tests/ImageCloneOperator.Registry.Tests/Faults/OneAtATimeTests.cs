using ImageCloneOperator.Registry.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Registry.Tests.Faults;

/// <summary>A host that complains is left with one request at a time, and no copy may wait for a turn that it holds itself.</summary>
public sealed class OneAtATimeTests
{
    private static readonly SampleManifest Image = SampleManifest.MultiPlatform(300, 2000, "amd64", "arm64");

    [Theory]
    [InlineData(405)]
    [InlineData(503)]
    public async Task A_host_that_bears_one_request_and_refuses_heads_is_copied_from(int refusal)
    {
        await using var pair = await DevPair.StartAsync(
            new RegistryOptions { Quirks = new RegistryQuirks { NoReferrers = true } },
            new RegistryOptions { Quirks = new RegistryQuirks { NoReferrers = true } });
        await pair.PushAsync(Image);
        pair.Source.Faults.Add(
            new Fault { Method = "HEAD", Kind = RequestKind.Manifest, Times = int.MaxValue, Effect = FaultEffect.Answer(refusal) });
        using var copies = new Copies(options => options with { InitialRequestsPerHost = 1, MaxRequestsPerHost = 1, MaxAttempts = 1 });

        await copies.CopyAsync(Copies.Request(pair.SourceImage, pair.TargetImage) with { Referrers = true }).WaitAsync(Bound.Time);

        await pair.AssertArrivedAsync(Image);
    }
}
