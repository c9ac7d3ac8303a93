using System.Runtime.CompilerServices;

namespace ImageCloneOperator.Testing;

/// <summary>Waits until something is so, within <see cref="Bound"/>.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static Task True(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        True(() => Task.FromResult(condition()), what);

    /// <param name="condition">What is to become so.</param>
    /// <param name="what">Said where it does not.</param>
    /// <param name="pause">Between two looks: longer for those that cost something.</param>
    public static async Task True(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "", TimeSpan? pause = null)
    {
        var bound = Bound.Token();
        while (!await condition())
        {
            if (bound.IsCancellationRequested) throw new TimeoutException($"Never came true: {what}");
            await Task.Delay(pause ?? Pause, TimeProvider.System, CancellationToken.None);
        }
    }
}
