using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Registry.Tests.Sharing;

public sealed class LargeGraphsTests : IDisposable
{
    private const long Large = LargeGraphs.Small + 1;

    private readonly LargeGraphs _graphs = new();

    public void Dispose() => _graphs.Dispose();

    [Fact]
    public async Task Large_images_take_turns_and_small_ones_never_wait()
    {
        using var small = _graphs.Open();
        var first = _graphs.Open();
        using var second = _graphs.Open();
        await first.WaitAsync(Large, Bound.Token());
        var waits = second.WaitAsync(Large, Bound.Token());

        await small.WaitAsync(LargeGraphs.Small, Bound.Token());
        Assert.False(waits.IsCompleted);
        first.Dispose();
        await waits;
    }

    [Fact]
    public async Task An_image_that_grows_takes_one_turn()
    {
        using (var image = _graphs.Open())
        {
            await image.WaitAsync(Large, Bound.Token());
            await image.WaitAsync(2 * Large, Bound.Token());
        }

        using var next = _graphs.Open();
        await next.WaitAsync(Large, Bound.Token());
    }

    [Fact]
    public async Task An_image_that_gives_up_waiting_takes_no_turn()
    {
        var first = _graphs.Open();
        await first.WaitAsync(Large, Bound.Token());
        using var cancelled = new CancellationTokenSource();
        using (var second = _graphs.Open())
        {
            var waits = second.WaitAsync(Large, cancelled.Token);
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        }

        first.Dispose();
        using var third = _graphs.Open();
        await third.WaitAsync(Large, Bound.Token());
        using var fourth = _graphs.Open();
        Assert.False(fourth.WaitAsync(Large, Bound.Token()).IsCompleted);
    }
}
