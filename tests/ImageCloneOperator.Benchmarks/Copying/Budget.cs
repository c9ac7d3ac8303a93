using System.Globalization;
using ImageCloneOperator.Benchmarks.Copying.Tools;

namespace ImageCloneOperator.Benchmarks.Copying;

/// <summary>What is asked of ours in a scenario, what came out, and whether that is enough.</summary>
internal sealed record Budget(string Asked, string Measured, bool Met)
{
    public static Budget Ratio(string what, double most, double measured) =>
        new($"{what} ≤ {most:0.##}", $"{measured:0.00}", measured <= most);

    public static Budget AtMost(string what, long most, long measured) => new($"{what} ≤ {most:N0}", $"{measured:N0}", measured <= most);

    public static Budget Mebibytes(string what, int most, long measured) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{what} ≤ {most} MiB"), Mebi(measured), measured <= (long)most << 20);

    /// <summary>Of a process that copies one image at a time, unless said otherwise.</summary>
    public static Budget Memory(IEnumerable<Row> rows, int most = 36) => Mebibytes(
        "peak memory", most, rows.Where(row => row.Tool.StartsWith(CopyTool.Ours, StringComparison.Ordinal)).Max(row => row.PeakBytes));

    private static string Mebi(long bytes) => (bytes / (double)(1 << 20)).ToString("0.0 'MiB'", CultureInfo.InvariantCulture);
}
