namespace ImageCloneOperator.Telemetry;

/// <summary>Upper bounds of a histogram's buckets, chosen by its unit.</summary>
internal static class HistogramBuckets
{
    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
    private static readonly double[] Bytes = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];

    public static double[] For(string? unit) => unit == "By" ? Bytes : Seconds;
}
