using Spectre.Console;

namespace ImageCloneOperator.Commands.Verify;

/// <summary>A bar on the terminal of errors while copies are looked at, so that the result can go to a file.</summary>
internal static class VerifyProgress
{
    public static async Task<T> RunAsync<T>(TextWriter error, int total, Func<Action, Task<T>> run)
    {
        if (error != Console.Error || Console.IsErrorRedirected) return await run(() => { });
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask($"Looking at {total} copies", maxValue: Math.Max(1, total));
                return await run(() => task.Increment(1));
            });
    }
}
