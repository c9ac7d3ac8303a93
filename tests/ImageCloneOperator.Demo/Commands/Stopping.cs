namespace ImageCloneOperator.Demo.Commands;

/// <summary>The end of a command that runs until Ctrl+C.</summary>
internal static class Stopping
{
    public static async Task WaitAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
    }
}
