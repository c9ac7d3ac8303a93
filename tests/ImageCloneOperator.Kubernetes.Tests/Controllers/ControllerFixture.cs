using System.Collections.Concurrent;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Queues;
using ImageCloneOperator.Kubernetes.Sources;

namespace ImageCloneOperator.Kubernetes.Tests.Controllers;

/// <summary>A running controller whose keys and reconciles are in the test's hands.</summary>
internal sealed class ControllerFixture : IReconciler<string>, IAsyncDisposable
{
    private readonly CancellationTokenSource _drain = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly Func<string, CancellationToken, Task<ReconciliationResult>> _reconcile;

    public ControllerFixture(
        Func<string, CancellationToken, Task<ReconciliationResult>> reconcile,
        ControllerOptions? options = null,
        TimeProvider? time = null,
        params ISource<string>[] sources)
    {
        _reconcile = reconcile;
        options ??= new ControllerOptions("test")
        {
            Backoff = new ExponentialBackoff(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20)),
        };
        var controller = new Controller<string>(
            null, this, [Trigger, .. sources], options, time ?? TimeProvider.System, new ControllerMetrics(Meters), Logger);
        Running = controller.RunAsync(_drain.Token, _abort.Token);
    }

    public ChannelSource<string> Trigger { get; } = new();

    public TestMeters Meters { get; } = new();

    public RecordingLogger Logger { get; } = new();

    public ConcurrentQueue<string> Reconciled { get; } = new();

    public Task Running { get; }

    public double Count(string result) => Meters.Sum("kubernetes.reconcile.count", result);

    public Task DrainAsync() => _drain.CancelAsync();

    public Task AbortAsync() => _abort.CancelAsync();

    public async Task<ReconciliationResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        Reconciled.Enqueue(key);
        return await _reconcile(key, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync();
        await Running.WaitAsync(Bound.Time);
        _abort.Dispose();
        _drain.Dispose();
        Meters.Dispose();
    }
}
