using System.Runtime.CompilerServices;

namespace ImageCloneOperator.Testing;

/// <summary>Waits until something is so, within a bound.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan ClusterPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ClusterBound = TimeSpan.FromSeconds(120);

    public static Task True(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        True(() => Task.FromResult(condition()), what);

    /// <param name="condition">What is to become so, within <see cref="Bound"/>.</param>
    /// <param name="what">Said where it does not.</param>
    /// <param name="pause">Between two looks: longer for those that cost something.</param>
    public static Task True(
        Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "", TimeSpan? pause = null) =>
        UntilAsync(what, condition, Bound.Time, pause ?? Pause);

    /// <summary>Waits for what a whole cluster has to do: longer, and with fewer looks, since each is a process.</summary>
    public static Task InClusterAsync(string what, Func<Task<bool>> condition) => InClusterAsync(what, ClusterBound, condition);

    /// <summary>The same, for what takes so long by its nature.</summary>
    public static Task InClusterAsync(string what, TimeSpan limit, Func<Task<bool>> condition) =>
        UntilAsync(what, condition, limit, ClusterPause);

    private static async Task UntilAsync(string what, Func<Task<bool>> condition, TimeSpan limit, TimeSpan pause)
    {
        using var bound = new CancellationTokenSource(limit);
        while (!await condition())
        {
            if (bound.IsCancellationRequested) throw new TimeoutException($"Did not come true within {limit}: {what}");
            await Task.Delay(pause, TimeProvider.System, CancellationToken.None);
        }
    }
}
