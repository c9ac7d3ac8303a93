using ImageCloneOperator.Kubernetes.Queues;

namespace ImageCloneOperator.Kubernetes.Tests.Queues;

public sealed class FairSlotsTests
{
    private const string Host = "registry.example.com";

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    public void Namespace_gets_half_of_the_slots(int size, int half)
    {
        var slots = new FairSlots(size);

        var taken = Enumerable.Range(0, size + 1).Select(i => Take(slots, "flood", $"host-{i}")).ToList();

        Assert.Equal(half, taken.Count(turn => turn.IsCompleted));
    }

    [Fact]
    public void Source_host_gets_half_of_the_slots()
    {
        var slots = new FairSlots(4);

        var taken = Enumerable.Range(0, 5).Select(i => Take(slots, $"team-{i}", "slow.example.com")).ToList();

        Assert.Equal(2, taken.Count(turn => turn.IsCompleted));
        Assert.True(Take(slots, "another", Host).IsCompleted);
    }

    [Fact]
    public async Task Namespaces_take_turns()
    {
        var slots = new FairSlots(1);
        var first = Take(slots, "flood");
        var flood = Enumerable.Range(0, 100).Select(_ => Take(slots, "flood")).ToList();
        var other = Take(slots, "other");

        (await first).Dispose();
        (await flood[0].WaitAsync(Bound.Token())).Dispose();

        await other.WaitAsync(Bound.Token());
        Assert.Equal(1, flood.Count(turn => turn.IsCompleted));
    }

    [Fact]
    public async Task One_end_lets_in_all_that_it_held_up()
    {
        var slots = new FairSlots(4);
        var ending = await Take(slots, "a", "one.example.com");
        await Take(slots, "a", "two.example.com");
        await Take(slots, "b", "one.example.com");
        Task[] heldUp = [Take(slots, "a", "three.example.com"), Take(slots, "c", "one.example.com")];
        Assert.DoesNotContain(heldUp, turn => turn.IsCompleted);

        ending.Dispose();

        await Task.WhenAll(heldUp).WaitAsync(Bound.Token());
    }

    [Fact]
    public async Task Work_of_several_namespaces_counts_for_the_one_with_the_least()
    {
        var slots = new FairSlots(4);
        await Take(slots, "flood");
        await Take(slots, "flood", "two.example.com");

        Assert.True(slots.TakeAsync(["flood", "quiet"], "three.example.com", CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Cancelled_wait_takes_no_slot()
    {
        using var stop = new CancellationTokenSource();
        var slots = new FairSlots(1);
        var running = Take(slots, "a");
        var waiting = slots.TakeAsync(["a"], Host, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        (await running).Dispose();
        Assert.True(Take(slots, "b").IsCompleted);
    }

    private static Task<IDisposable> Take(FairSlots slots, string ns, string host = Host) =>
        slots.TakeAsync([ns], host, CancellationToken.None);
}
