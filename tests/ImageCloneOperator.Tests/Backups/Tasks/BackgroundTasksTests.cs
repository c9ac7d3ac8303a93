using ImageCloneOperator.Backups.Tasks;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Tests.Backups.Tasks;

public sealed class BackgroundTasksTests : IDisposable
{
    private readonly BackgroundTasks _tasks = new("tasks", 4, TimeProvider.System, NullLogger.Instance);
    private readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task A_million_works_leave_no_memory_behind()
    {
        const int round = 100_000;
        const long leakOfOne = 144;
        var running = _tasks.RunAsync(_stop.Token, CancellationToken.None);
        await RunAsync(round);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 10; i++) await RunAsync(round);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 10 * round * leakOfOne / 2);
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Work_that_ends_while_it_is_cancelled_ends_once()
    {
        var running = _tasks.RunAsync(_stop.Token, CancellationToken.None);
        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(_tasks.TryStart("backup", "", _ => Task.CompletedTask));
            await _tasks.CancelAsync("backup", Bound.Token());
            await Eventually.True(() => _tasks.VersionOf("backup") is null);
        }

        await _stop.CancelAsync();
        await running;
    }

    private async Task RunAsync(int count)
    {
        using var left = new CountdownEvent(count);
        for (var i = 0; i < count; i++)
        {
            Assert.True(_tasks.TryStart($"{i}", "", _ =>
            {
                left.Signal();
                return Task.CompletedTask;
            }));
        }

        left.Wait(Bound.Token());
        await Eventually.True(() => Enumerable.Range(0, count).All(i => _tasks.VersionOf($"{i}") is null));
    }
}
