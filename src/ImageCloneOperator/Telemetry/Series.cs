namespace ImageCloneOperator.Telemetry;

/// <summary>One metric under one set of labels. Writers lock it; they never wait for a scrape longer than a copy of a few numbers.</summary>
internal sealed class Series(string labels, double[] bounds)
{
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[bounds.Length];
    private double _value;
    private long _count;

    /// <summary>The labels as the exposition format writes them, without braces.</summary>
    public string Labels => labels;

    public void Add(double value)
    {
        lock (_gate) _value += value;
    }

    public void Set(double value)
    {
        lock (_gate) _value = value;
    }

    public void Observe(double value)
    {
        var bucket = Array.FindIndex(bounds, bound => value <= bound);
        lock (_gate)
        {
            _value += value;
            _count++;
            if (bucket >= 0) _buckets[bucket]++;
        }
    }

    public (double Sum, long Count, long[] Buckets) Read()
    {
        lock (_gate) return (_value, _count, [.. _buckets]);
    }
}
