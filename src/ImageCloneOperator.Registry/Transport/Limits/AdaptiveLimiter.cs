namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>
/// Concurrent requests to one host: more while all goes well, half when the host complains (additive increase, multiplicative decrease;
/// doubling until the first complaint).
/// </summary>
internal sealed class AdaptiveLimiter(int initial, int max, TimeProvider time, SharedHosts? hosts = null)
{
    private static readonly TimeSpan ShrinkInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private double _limit = initial;
    private int _active;
    private bool _complained;
    private long _lastShrink = time.GetTimestamp();

    /// <summary>What the host bears, divided among the processes that ask it.</summary>
    public int Limit => Math.Max(1, (int)_limit / (hosts?.Processes ?? 1));

    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (_active < Limit)
            {
                _active++;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn);
        await turn.Task;
    }

    public void Leave(bool wentWell)
    {
        lock (_gate)
        {
            if (wentWell && (_active >= Limit || _waiting.Count > 0)) _limit = Math.Min(max, _limit + (_complained ? 1 / _limit : 1));
            _active--;
            while (_active < Limit && _waiting.TryDequeue(out var turn))
                if (turn.TrySetResult()) _active++;
        }
    }

    public void Shrink()
    {
        lock (_gate)
        {
            if (_complained && time.GetElapsedTime(_lastShrink) < ShrinkInterval) return;
            _complained = true;
            _lastShrink = time.GetTimestamp();
            _limit = Math.Max(1, _limit / 2);
        }
    }
}
