using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ImageCloneOperator.Benchmarks.Copying.Scenarios;

namespace ImageCloneOperator.Benchmarks.Copying;

/// <summary>Results as Markdown.</summary>
internal static class Report
{
    public static string Of(IEnumerable<ScenarioResult> results, int rounds, DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.AppendLine("# Benchmarks").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"""
            Written by `make bench` on {now:yyyy-MM-dd}: {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version},
            load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end (the benchmarks alone make about {Environment.ProcessorCount}; more means that others were at work).
            Source and target are Debian's docker-registry on the same machine, over plain HTTP on loopback; they share its cores with the tools.
            Tools take turns, {rounds} rounds; wall and CPU are medians, with the fastest and the slowest round in brackets. Memory is the largest resident set of
            any round. Bytes are those of bodies into the target; requests are those at the source and at the target.
            """);
        foreach (var result in results)
            Append(text, result);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ScenarioResult result)
    {
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {result.Title}").AppendLine();
        text.AppendLine("| tool | wall | CPU | peak memory | bytes sent | requests |");
        text.AppendLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var row in result.Rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {row.Tool} | {row.Wall:0.00} s ({row.FastestWall:0.00}–{row.SlowestWall:0.00}) | {row.Cpu:0.00} s | "
                    + $"{row.PeakBytes >> 20} MiB | {Mega(row.BytesIn)} | {Requests(row)} |");
        }

        text.AppendLine().AppendLine("| budget | measured | |").AppendLine("| --- | --- | --- |");
        foreach (var budget in result.Budgets)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture, $"| {budget.Asked} | {budget.Measured} | {(budget.Met ? "met" : "**missed**")} |");
        }
    }

    private static string Mega(long? bytes) => bytes is { } value ? (value / 1e6).ToString("N1", CultureInfo.InvariantCulture) + " MB" : "";

    private static string Requests(Row row) => row.SourceRequests is null ? "" : $"{row.SourceRequests} + {row.TargetRequests}";
}
