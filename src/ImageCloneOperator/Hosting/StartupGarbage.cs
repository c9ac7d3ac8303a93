using Microsoft.Extensions.Hosting;

namespace ImageCloneOperator.Hosting;

/// <summary>
/// Gives the memory back that starting took. In a quiet cluster most of the heap is garbage by then, and nothing would collect it for
/// hours.
/// </summary>
internal sealed class StartupGarbage(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Started = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Started, time, stoppingToken);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
    }
}
