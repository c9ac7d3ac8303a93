using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Replicas;

/// <summary>Three replicas on one API server share the copies; any one of them goes, in every way that it can.</summary>
public sealed class ReplicaTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    private const int Images = 40;

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("STOP")]
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
        if (signal == "STOP") await victim.SignalAsync("CONT");

        Assert.Empty(await fleet.WrongTagsAsync());
        // Half of the eight slots are one source's.
        Assert.InRange(fleet.BytesTooMany, 0, 4 * Fleet.Layers * Fleet.LayerSize);
    }
}
