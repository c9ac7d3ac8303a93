namespace ImageCloneOperator.Benchmarks.Copying;

/// <summary>What is asked of ours in a scenario, what came out, and whether that is enough.</summary>
internal sealed record Budget(string Asked, string Measured, bool Met)
{
    public static Budget Ratio(string what, double most, double measured) => new($"{what} ≤ {most:0.##}", $"{measured:0.00}", measured <= most);

    public static Budget AtMost(string what, long most, long measured) => new($"{what} ≤ {most:N0}", $"{measured:N0}", measured <= most);

    public static Budget Memory(IEnumerable<Row> rows)
    {
        var peak = rows.Where(row => row.Tool.StartsWith(CopyTool.Ours, StringComparison.Ordinal)).Max(row => row.PeakBytes);
        return new Budget("peak memory ≤ 128 MiB", $"{peak >> 20} MiB", peak <= 128L << 20);
    }
}
