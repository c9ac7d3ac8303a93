using System.Collections.Concurrent;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Registry.Copying.Blobs;

/// <summary>One sender per registry host and digest, over all copies. The others wait until it is done, and then look again.</summary>
internal sealed class BlobSingleFlight
{
    private readonly ConcurrentDictionary<(string Host, Digest Digest), Task> _flights = new();

    /// <returns>False after having waited for another sender, whether or not that one succeeded.</returns>
    public async Task<bool> TryRunAsync(string host, Digest digest, Func<Task> send, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = _flights.GetOrAdd((host, digest), mine.Task);
        if (running != mine.Task)
        {
            await running.WaitAsync(cancellationToken);
            return false;
        }

        try
        {
            await send();
            return true;
        }
        finally
        {
            _flights.TryRemove((host, digest), out _);
            mine.SetResult();
        }
    }
}
