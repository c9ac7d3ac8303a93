using System.Globalization;
using ImageCloneOperator.EndToEnd.Tests.Support;
using Xunit.Abstractions;

namespace ImageCloneOperator.EndToEnd.Tests.Replicas;

/// <summary>Three replicas on one API server share the copies; any one of them goes, in every way that it can.</summary>
public sealed class ReplicaTests(FaultWorld world, ITestOutputHelper output) : IClassFixture<FaultWorld>
{
    private const int Images = 40;

    /// <summary>Of all replicas together.</summary>
    private const int MaxRequestsPerHost = 64;

    /// <summary>
    /// Set to 400 it also holds that each replica copies a third, but for a quarter of that, and that three take less than half the
    /// time of one; so many take ten minutes.
    /// </summary>
    private static readonly int FleetSize =
        int.TryParse(Environment.GetEnvironmentVariable("FLEET_SIZE"), CultureInfo.InvariantCulture, out var size) ? size : Images;

    private static bool IsLarge => FleetSize >= 400;

    [Fact]
    public async Task Fleet_is_shared_by_all_replicas_and_its_source_bears_no_more_than_of_one()
    {
        var one = await BackUpWithAsync(1);
        var three = await BackUpWithAsync(3);
        output.WriteLine($"three replicas took {three / one:F2} of the time of one");
        if (IsLarge) Assert.InRange(three / one, 0, 0.45);
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task Fleet_is_backed_up_although_a_replica_goes(string signal)
    {
        var random = new Random(signal[0]);
        await using var fleet = await Fleet.CreateAsync(world, Images);
        for (var i = 0; i < 3; i++) await fleet.StartReplicaAsync();
        await fleet.SeeEachOtherAsync(3);
        await fleet.BackUpAsync();
        await fleet.ReachAsync(random.Next(1, Images / 2));

        var victim = fleet.Replicas[random.Next(3)];
        await victim.SignalAsync(signal);
        await fleet.CompleteAsync();

        Assert.Empty(await fleet.WrongTagsAsync());
        Assert.InRange(fleet.Source.Most, 1, MaxRequestsPerHost);
        // Half of the eight slots are one source's.
        Assert.InRange(fleet.BytesTooMany, 0, 4 * Fleet.ManyLayers * Fleet.LayerSize);
    }
    [Fact]
    public async Task Frozen_replica_that_comes_back_while_the_others_copy_does_no_harm()
    {
        // So slow that much is left to be copied once the others have noticed.
        await using var fleet = await Fleet.CreateAsync(world, 2 * Images, bytesPerSecond: 5_000);
        for (var i = 0; i < 3; i++) await fleet.StartReplicaAsync();
        await fleet.SeeEachOtherAsync(3);
        await fleet.BackUpAsync();
        await fleet.ReachAsync(1);

        var victim = fleet.Replicas[1];
        await victim.SignalAsync("STOP");
        await fleet.SeeEachOtherAsync(2, besides: victim);
        await victim.SignalAsync("CONT");
        output.WriteLine($"copied when the frozen one came back: {fleet.Copied} of {fleet.Images}");
        Assert.True(fleet.Copied < fleet.Images);
        await fleet.SeeEachOtherAsync(3);
        await fleet.CompleteAsync();

        Assert.Empty(await fleet.WrongTagsAsync());
        Assert.InRange(fleet.Source.Most, 1, MaxRequestsPerHost);
        // Once what the frozen one was at, and once what the others gave back to it.
        output.WriteLine($"bytes sent twice: {fleet.BytesTooMany}");
        Assert.InRange(fleet.BytesTooMany, 0, 3 * 4 * Fleet.ManyLayers * Fleet.LayerSize);
    }

    private async Task<TimeSpan> BackUpWithAsync(int replicas)
    {
        // A large one is bound by its source's pace on a busy machine, too, and by no limit on requests: three replicas may send no more
        // of them together than one.
        await using var fleet = IsLarge
            ? await Fleet.CreateAsync(world, FleetSize, layers: 4, bytesPerSecond: 6_000)
            : await Fleet.CreateAsync(world, FleetSize);
        for (var i = 0; i < replicas; i++) await fleet.StartReplicaAsync();
        await fleet.SeeEachOtherAsync(replicas);
        var begun = TimeProvider.System.GetTimestamp();
        await fleet.BackUpAsync();
        await fleet.CompleteAsync();
        var took = TimeProvider.System.GetElapsedTime(begun);
        output.WriteLine($"{FleetSize} images by {replicas} replicas: {took.TotalSeconds:F1} s");
        output.WriteLine($"requests to the source at the same time: {fleet.Source.Most}");
        await AssertSharedAsync(fleet);
        Assert.InRange(fleet.Source.Most, 1, MaxRequestsPerHost);
        Assert.Empty(await fleet.WrongTagsAsync());
        Assert.Equal(0, fleet.BytesTooMany);
        return took;
    }

    private async Task AssertSharedAsync(Fleet fleet)
    {
        var (fair, spread) = ((double)FleetSize / fleet.Replicas.Count, IsLarge ? 0.25 : 0.75);
        var copied = 0.0;
        foreach (var replica in fleet.Replicas)
        {
            var share = await replica.MetricAsync("imageclone_copies_total{result=\"Copied\"}");
            output.WriteLine($"copies: {share}");
            Assert.InRange(share, (1 - spread) * fair, (1 + spread) * fair);
            copied += share;
        }

        Assert.Equal(FleetSize, copied);
    }
}
