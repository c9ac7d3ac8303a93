namespace ImageCloneOperator.Registry.Transport;

/// <summary>
/// Concurrent requests to one host: more while all goes well, half when the host complains (additive increase, multiplicative decrease;
/// doubling until the first complaint).
/// </summary>
internal sealed class AdaptiveLimiter(int initial, int max, TimeProvider time)
{
    private static readonly TimeSpan ShrinkInterval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private double limit = initial;
    private int active;
    private bool complained;
    private long lastShrink = time.GetTimestamp();

    public int Limit => (int)limit;

    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (gate)
        {
            if (active < Limit)
            {
                active++;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn);
        }

        await using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn);
        await turn.Task;
    }

    public void Leave(bool wentWell)
    {
        lock (gate)
        {
            if (wentWell && (active >= Limit || waiting.Count > 0)) limit = Math.Min(max, limit + (complained ? 1 / limit : 1));
            active--;
            while (active < Limit && waiting.TryDequeue(out var turn))
                if (turn.TrySetResult()) active++;
        }
    }

    public void Shrink()
    {
        lock (gate)
        {
            if (complained && time.GetElapsedTime(lastShrink) < ShrinkInterval) return;
            complained = true;
            lastShrink = time.GetTimestamp();
            limit = Math.Max(1, limit / 2);
        }
    }
}
