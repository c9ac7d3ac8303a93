using System.Collections.Concurrent;
using ImageCloneOperator.Kubernetes.Queues;

namespace ImageCloneOperator.Kubernetes.Tests.Queues;

public sealed class WorkQueueTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ManualTimeProvider _time = new();
    private readonly TestMeters _meters = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests() => _queue = NewQueue(jitter: 0.999);

    public void Dispose()
    {
        _queue.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task A_key_added_twice_is_handed_out_once()
    {
        _queue.Add("a");
        _queue.Add("a");
        _queue.Add("b");

        Assert.Equal("a", await Take());
        Assert.Equal("b", await Take());
        Assert.True(IsEmpty());
    }

    [Fact]
    public async Task A_key_added_while_it_is_worked_on_comes_back_only_when_that_is_done()
    {
        _queue.Add("a");
        await Take();
        _queue.Add("a");
        _queue.Add("a");

        Assert.True(IsEmpty());
        _queue.Done("a");
        Assert.Equal("a", await Take());
        _queue.Done("a");
        Assert.True(IsEmpty());
    }

    [Fact]
    public async Task A_delayed_key_comes_at_its_time_and_the_earliest_of_its_delays_counts()
    {
        _queue.AddAfter("a", 10 * Second);
        _queue.AddAfter("a", 5 * Second);
        _queue.AddAfter("a", 20 * Second);

        _time.Advance(4.9 * Second);
        Assert.True(IsEmpty());
        _time.Advance(0.1 * Second);
        Assert.Equal("a", await Take());
        _queue.Done("a");
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(IsEmpty());
    }

    [Fact]
    public async Task A_delay_longer_than_any_timer_still_ends()
    {
        _queue.AddAfter("a", TimeSpan.FromDays(60));

        _time.Advance(TimeSpan.FromDays(59));
        Assert.True(IsEmpty());
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("a", await Take());
    }

    [Fact]
    public async Task Delayed_keys_come_in_the_order_of_their_times()
    {
        _queue.AddAfter("late", 3 * Second);
        _queue.AddAfter("early", Second);
        _queue.AddAfter("middle", 2 * Second);
        _time.Advance(5 * Second);

        Assert.Equal(["early", "middle", "late"], new[] { await Take(), await Take(), await Take() });
    }

    [Fact]
    public async Task Failures_double_the_delay_up_to_the_cap_and_never_end()
    {
        foreach (var expected in new[] { 1, 2, 4, 8, 8, 8 }.Concat(Enumerable.Repeat(8, 2000)))
        {
            _queue.Retry("a");
            _time.Advance(0.99 * expected * Second);
            Assert.True(IsEmpty());
            _time.Advance(0.01 * expected * Second);
            Assert.Equal("a", await Take());
            _queue.Done("a");
        }
    }

    [Fact]
    public async Task A_forgotten_key_starts_over_with_the_first_delay()
    {
        _queue.Retry("a");
        _queue.Retry("a");
        _time.Advance(10 * Second);
        await Take();
        _queue.Done("a");

        _queue.Forget("a");
        _queue.Retry("a");
        _time.Advance(Second);
        Assert.Equal("a", await Take());
    }

    [Fact]
    public async Task Jitter_spreads_retries_over_the_whole_delay()
    {
        using var eager = NewQueue(jitter: 0);
        eager.Retry("a");

        Assert.Equal("a", await eager.TakeAsync(Bound.Token()));
    }

    [Fact]
    public async Task A_cancelled_taker_takes_nothing_and_loses_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        var waiting = _queue.TakeAsync(cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        _queue.Add("a");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _queue.TakeAsync(cancelled.Token).AsTask());
        Assert.Equal("a", await Take());
    }

    [Fact]
    public async Task Depth_and_latency_are_measured()
    {
        _queue.Add("a");
        _queue.Add("b");
        _time.Advance(3 * Second);
        await Take();

        Assert.Equal(1, _meters.Sum("kubernetes.queue.depth"));
        Assert.Equal(3, _meters.Sum("kubernetes.queue.latency"));
        _queue.Dispose();
        Assert.Equal(0, _meters.Sum("kubernetes.queue.depth"));
    }

    [Fact]
    public void A_closed_queue_ignores_what_is_added()
    {
        _queue.AddAfter("a", Second);
        _queue.Dispose();
        _queue.Add("b");
        _time.Advance(2 * Second);

        Assert.Equal(0, _meters.Sum("kubernetes.queue.depth"));
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public void A_key_that_comes_ever_earlier_waits_once()
    {
        var delayed = new DelayedKeys<string>(_time, () => { });
        for (var i = 10_000; i > 0; i--) delayed.Add("a", TimeSpan.FromMinutes(i));

        Assert.InRange(delayed.Waiting, 1, 100);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["a"], delayed.TakeDue());
        _time.Advance(TimeSpan.FromDays(20));
        Assert.Empty(delayed.TakeDue());
        delayed.Stop();
    }

    [Fact]
    public async Task No_key_is_ever_with_two_workers_and_no_add_is_lost()
    {
        const int keys = 7;
        var versions = new int[keys];
        var seen = new int[keys];
        var busy = new ConcurrentDictionary<int, bool>();
        using var numbers = new WorkQueue<int>("numbers", TimeProvider.System, new QueueMetrics(_meters));
        using var done = new CancellationTokenSource();

        async Task Work()
        {
            while (true)
            {
                var key = await numbers.TakeAsync(done.Token);
                Assert.True(busy.TryAdd(key, true));
                seen[key] = Volatile.Read(ref versions[key]);
                await Task.Yield();
                Assert.True(busy.TryRemove(key, out _));
                numbers.Done(key);
            }
        }

        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(Work)).ToArray();
        Parallel.For(0, 20_000, i =>
        {
            Interlocked.Increment(ref versions[i % keys]);
            numbers.Add(i % keys);
        });

        await Eventually.True(() => seen.SequenceEqual(versions));
        await done.CancelAsync();
        foreach (var worker in workers) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker);
    }

    private WorkQueue<string> NewQueue(double jitter) =>
        new("test", _time, new QueueMetrics(_meters), new ExponentialBackoff(Second, 8 * Second) { Jitter = () => jitter });

    private ValueTask<string> Take() => _queue.TakeAsync(Bound.Token());

    private bool IsEmpty() => _meters.Sum("kubernetes.queue.depth") is 0;
}
