namespace ImageCloneOperator.Benchmarks.Copying;

/// <summary>What one tool took in one scenario: medians over the rounds, and what its last round sent and asked.</summary>
internal sealed record Row(string Tool, IReadOnlyList<Measurement> Runs)
{
    /// <summary>Bytes that came into the target; null where no proxy stood before it.</summary>
    public long? BytesIn { get; init; }

    /// <summary>Bytes that went out of the source.</summary>
    public long? BytesOut { get; init; }

    public int? SourceRequests { get; init; }

    public int? TargetRequests { get; init; }

    public double Wall => Median(Runs.Select(run => run.Wall.TotalSeconds));

    public double FastestWall => Runs.Min(run => run.Wall.TotalSeconds);

    public double SlowestWall => Runs.Max(run => run.Wall.TotalSeconds);

    public double Cpu => Median(Runs.Select(run => run.Cpu.TotalSeconds));

    public long PeakBytes => Runs.Max(run => run.PeakBytes);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
