using System.Diagnostics;
using System.Threading.Channels;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Controllers;

/// <summary>Feeds the controllers with changes, away from the requests that make them.</summary>
internal sealed class ControllerLoop : IAsyncDisposable
{
    private readonly Channel<WatchRecord> _changes = Channel.CreateUnbounded<WatchRecord>(
        new UnboundedChannelOptions { SingleReader = true });
    private readonly Store _store;
    private readonly IReadOnlyList<IController> _controllers;
    private readonly Task _running;

    public ControllerLoop(Store store, IReadOnlyList<IController> controllers)
    {
        (_store, _controllers) = (store, controllers);
        _store.Committed += Enqueue;
        foreach (var obj in _store.Everything()) Enqueue(new WatchRecord(obj, null, Deleted: false));
        _running = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _store.Committed -= Enqueue;
        _changes.Writer.TryComplete();
        await _running;
    }

    private void Enqueue(WatchRecord record) => _changes.Writer.TryWrite(record);

    private async Task RunAsync()
    {
        await foreach (var record in _changes.Reader.ReadAllAsync())
        {
            foreach (var controller in _controllers) await ReactAsync(controller, record);
        }
    }

    private static async Task ReactAsync(IController controller, WatchRecord record)
    {
        try
        {
            await controller.ReactAsync(record);
        }
        catch (ApiException problem) when (problem.Code is 403 or 404 or 409)
        {
            // Another change came first, such as the end of the namespace, and will be reacted to in its turn.
        }
        catch (Exception problem)
        {
            // One object that a controller cannot handle must not stop all collection.
            Trace.TraceError($"{controller.GetType().Name} failed on {record.Object.Table} {record.Object.Key}: {problem}");
        }
    }
}
