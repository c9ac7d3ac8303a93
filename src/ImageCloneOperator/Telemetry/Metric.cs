using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace ImageCloneOperator.Telemetry;

/// <summary>An instrument's series by label set; their number is bounded so that a stray label cannot eat the memory.</summary>
internal sealed class Metric
{
    private const int MaxSeries = 2_000;
    private static readonly Series Overflow = new("", []);

    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly double[] _bounds;

    public Metric(Instrument instrument)
    {
        Kind = KindOf(instrument);
        Name = MetricName.Of(instrument, Kind);
        Help = instrument.Description ?? "";
        IsAbsolute = instrument.IsObservable || instrument.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal);
        _bounds = Kind == MetricKind.Histogram ? HistogramBuckets.For(instrument.Unit) : [];
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    public double[] Bounds => _bounds;

    public IEnumerable<Series> Series => _series.Values.OrderBy(series => series.Labels, StringComparer.Ordinal);

    /// <summary>True where a measurement is the value itself, not a difference.</summary>
    private bool IsAbsolute { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = For(Labels(tags));
        if (Kind == MetricKind.Histogram) series.Observe(value);
        else if (IsAbsolute) series.Set(value);
        else series.Add(value);
    }

    private Series For(string labels)
    {
        if (_series.TryGetValue(labels, out var series)) return series;
        return _series.Count >= MaxSeries ? Overflow : _series.GetOrAdd(labels, key => new Series(key, _bounds));
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        if (type.StartsWith("Histogram", StringComparison.Ordinal)) return MetricKind.Histogram;
        return type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal)
            ? MetricKind.Counter
            : MetricKind.Gauge;
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(MetricName.Sanitize(key)).Append("=\"");
            text.Append(value?.ToString()?.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));
            text.Append('"');
        }

        return text.ToString();
    }
}
