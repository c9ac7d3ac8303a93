using System.Collections.Concurrent;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Sources;

namespace ImageCloneOperator.Kubernetes.Tests.Hosting;

/// <summary>Reconciles the keys that the test triggers, as the test says.</summary>
internal sealed class EchoReconciler : IReconciler<string>
{
    public ChannelSource<string> Trigger { get; } = new();

    public ConcurrentQueue<string> Reconciled { get; } = new();

    public ConcurrentQueue<string> Cancelled { get; } = new();

    public Func<string, CancellationToken, Task> Work { get; set; } = (_, _) => Task.CompletedTask;

    public async Task<ReconciliationResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        Reconciled.Enqueue(key);
        try
        {
            await Work(key, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Cancelled.Enqueue(key);
            throw;
        }

        return ReconciliationResult.Success();
    }
}
