namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>Waits for what must come true, and says what did not.</summary>
internal static class Wait
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await holds())
        {
            try
            {
                await Task.Delay(Pause, TimeProvider.System, limit.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"It did not come true within {Limit}: {what}", late);
            }
        }
    }
}
