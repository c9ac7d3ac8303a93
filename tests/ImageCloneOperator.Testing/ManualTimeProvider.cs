using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ImageCloneOperator.Testing;

/// <summary>A clock that stands still until a test moves it, and knows how many timers wait for that.</summary>
public sealed class ManualTimeProvider() : FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    private readonly ConcurrentDictionary<ITimer, DateTimeOffset> _due = new();

    /// <summary>How many timers wait to fire; lets a test wait until something sleeps before it moves the clock.</summary>
    public int ArmedTimers
    {
        get
        {
            var now = GetUtcNow();
            return _due.Values.Count(due => due > now);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new KnownTimer(this, base.CreateTimer(callback, state, dueTime, period));
        Know(timer, dueTime, period);
        return timer;
    }

    private void Know(KnownTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan) _due.TryRemove(timer, out _);
        else _due[timer] = period > TimeSpan.Zero ? DateTimeOffset.MaxValue : GetUtcNow() + dueTime;
    }

    private sealed class KnownTimer(ManualTimeProvider clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            // Only now: whoever sees it may move the clock.
            clock.Know(this, dueTime, period);
            return changed;
        }

        public void Dispose()
        {
            timer.Dispose();
            clock._due.TryRemove(this, out _);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
