using ImageCloneOperator.Benchmarks.Copying.Tools;

namespace ImageCloneOperator.Benchmarks.Copying;

internal static class Rows
{
    public static Row Of(this IReadOnlyList<Row> rows, string tool) => rows.Single(row => row.Tool == tool);

    /// <summary>Our median over crane's; nothing where crane is not installed.</summary>
    public static IEnumerable<Budget> AgainstCrane(this IReadOnlyList<Row> rows, double most) =>
        rows.Any(row => row.Tool == CopyTool.Crane)
            ? [Budget.Ratio("wall / crane's", most, rows.Of(CopyTool.Ours).Wall / rows.Of(CopyTool.Crane).Wall)]
            : [];
}
