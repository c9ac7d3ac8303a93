using System.Collections.Concurrent;
using ImageCloneOperator.Commands.Copy.Pairs;
using ImageCloneOperator.Registry.Copying;
using Spectre.Console;

namespace ImageCloneOperator.Commands.Copy.Output;

/// <summary>A bar for each image under way, and a line above them for each that is done.</summary>
internal sealed class TerminalDisplay(IAnsiConsole console, TimeProvider time) : ICopyDisplay
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<CopyPair, (ProgressTask Bar, CopyProgress Progress)> _bars = new(
        ReferenceEqualityComparer.Instance);
    private ProgressContext? _context;

    public Task RunAsync(Func<Task> copies) => console.Progress()
        .AutoRefresh(false)
        .HideCompleted(true)
        .AutoClear(true)
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn(),
            new PercentageColumn(),
            new DownloadedColumn(),
            new TransferSpeedColumn())
        .StartAsync(context => RefreshAsync(context, copies));

    public void Started(CopyPair pair, CopyProgress progress) =>
        _bars[pair] = (_context!.AddTask(Markup.Escape(pair.SourceText), maxValue: 1), progress);

    public void Ended(CopyOutcome outcome)
    {
        if (_bars.TryRemove(outcome.Pair, out var shown))
            shown.Bar.StopTask();
        var colour = outcome.Failure is null ? "green" : "red";
        console.MarkupLineInterpolated($"[{colour}]{CopyText.Of(outcome)}[/]");
        foreach (var warning in CopyText.Warnings(outcome)) console.MarkupLineInterpolated($"[yellow]{warning}[/]");
    }

    private async Task RefreshAsync(ProgressContext context, Func<Task> copies)
    {
        _context = context;
        var running = copies();
        using var timer = new PeriodicTimer(RefreshInterval, time);
        while (!running.IsCompleted && await timer.WaitForNextTickAsync(CancellationToken.None))
            Refresh(context);
        await running;
    }

    private void Refresh(ProgressContext context)
    {
        foreach (var (bar, progress) in _bars.Values)
        {
            var now = progress.Snapshot();
            bar.MaxValue = Math.Max(1, now.BytesTotal);
            bar.Value = now.BytesDone;
        }
        context.Refresh();
    }
}
