using ImageCloneOperator.Registry.Caching;

namespace ImageCloneOperator.Registry.Tests.Sharing;

public sealed class ExpiringCacheTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _time = new();
    private readonly ExpiringCache<string, int> _cache;

    public ExpiringCacheTests() => _cache = new ExpiringCache<string, int>(_time);

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void A_value_serves_for_its_time_and_then_leaves_memory_unasked()
    {
        _cache.Set("a", 1, Minute);
        _time.Advance(Minute - TimeSpan.FromSeconds(1));
        Assert.True(_cache.TryGet("a", out var value) && value == 1);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_cache.TryGet("a", out _));
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(0, _cache.Count);
    }

    [Fact]
    public void Only_the_first_adds_until_its_time_is_over()
    {
        Assert.True(_cache.TryAdd("a", 1, Minute));
        Assert.False(_cache.TryAdd("a", 2, Minute));
        _time.Advance(Minute);

        Assert.True(_cache.TryAdd("a", 3, Minute));
        Assert.True(_cache.TryGet("a", out var value) && value == 3);
    }

    [Fact]
    public async Task Many_who_ask_at_the_same_time_wait_for_one()
    {
        var made = 0;
        var gate = new TaskCompletionSource();
        Task<int> AskAsync() => _cache.GetOrMakeAsync(
            "a",
            async () =>
            {
                await gate.Task;
                return (Interlocked.Increment(ref made), Minute);
            },
            Bound.Token());
        var asked = Enumerable.Range(0, 20).Select(_ => AskAsync()).ToList();
        gate.SetResult();

        Assert.All(await Task.WhenAll(asked), value => Assert.Equal(1, value));
        Assert.Equal(1, await AskAsync());
        _time.Advance(Minute);
        Assert.Equal(2, await AskAsync());
    }

    [Fact]
    public async Task A_failure_is_told_to_all_who_wait_and_kept_for_nobody()
    {
        var fails = true;
        Task<int> AskAsync() => _cache.GetOrMakeAsync(
            "a", () => fails ? throw new InvalidOperationException("no") : Task.FromResult((7, Minute)), Bound.Token());
        await Assert.ThrowsAsync<InvalidOperationException>(AskAsync);

        fails = false;
        Assert.Equal(7, await AskAsync());
    }

    [Fact]
    public async Task One_who_gives_up_leaves_the_others_waiting()
    {
        var gate = new TaskCompletionSource();
        Task<int> AskAsync(CancellationToken cancellationToken) => _cache.GetOrMakeAsync(
            "a",
            async () =>
            {
                await gate.Task;
                return (1, Minute);
            },
            cancellationToken);
        using var impatient = new CancellationTokenSource();
        var (first, second) = (AskAsync(impatient.Token), AskAsync(Bound.Token()));

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        Assert.Equal(1, await second);
    }
}
