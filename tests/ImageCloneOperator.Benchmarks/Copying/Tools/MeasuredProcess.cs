using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageCloneOperator.Benchmarks.Copying.Tools;

/// <summary>Runs commands under a shell that tells their processor time, and watches the memory of the largest of them.</summary>
internal static partial class MeasuredProcess
{
    private const string Script =
        """status=0; while IFS= read -r -d '' line; do eval "$line" || { status=$?; break; }; done; times; exit $status""";

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(10);

    /// <exception cref="InvalidOperationException">A command failed.</exception>
    public static async Task<Measurement> RunAsync(IReadOnlyList<IReadOnlyList<string>> commands, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOCKER_CONFIG"] = "/nowhere" },
        })!;
        var output = shell.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = shell.StandardError.ReadToEndAsync(cancellationToken);
        await shell.StandardInput.WriteAsync(
            string.Concat(commands.Select(command => $"{string.Join(' ', command.Select(Quote))} </dev/null >&2\0")));
        shell.StandardInput.Close();
        var peak = await WatchAsync(shell, cancellationToken);
        var wall = Stopwatch.GetElapsedTime(started);
        if (shell.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', commands[0])}: exit code {shell.ExitCode}: {await error}");
        return new Measurement(wall, CpuOf(await output), peak);
    }

    private static async Task<long> WatchAsync(Process shell, CancellationToken cancellationToken)
    {
        long peak = 0;
        var exited = shell.WaitForExitAsync(cancellationToken);
        using var timer = new PeriodicTimer(WatchInterval);
        while (!exited.IsCompleted)
        {
            peak = Math.Max(peak, PeakOfChildren(shell.Id));
            await Task.WhenAny(exited, timer.WaitForNextTickAsync(cancellationToken).AsTask());
        }
        await exited;
        return peak;
    }

    private static long PeakOfChildren(int parent)
    {
        try
        {
            return File.ReadAllText($"/proc/{parent}/task/{parent}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(child => PeakPattern().Match(File.ReadAllText($"/proc/{child}/status")))
                .Where(match => match.Success)
                .Select(match => long.Parse(match.Groups["kib"].ValueSpan, CultureInfo.InvariantCulture) * 1024)
                .DefaultIfEmpty()
                .Max();
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return 0;
        }
    }

    /// <summary>The second line that <c>times</c> prints: user and system time of the shell's children.</summary>
    private static TimeSpan CpuOf(string times)
    {
        var numbers = TimePattern().Matches(times.Trim().Split('\n')[^1]);
        return TimeSpan.FromSeconds(numbers.Sum(match => (60 * Number(match.Groups["minutes"])) + Number(match.Groups["seconds"])));
    }

    private static double Number(Group group) => double.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^VmHWM:\s+(?<kib>[0-9]+) kB", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PeakPattern();

    [GeneratedRegex(@"(?<minutes>[0-9]+)m(?<seconds>[0-9.]+)s", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimePattern();
}
