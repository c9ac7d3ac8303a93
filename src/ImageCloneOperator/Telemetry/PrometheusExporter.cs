using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace ImageCloneOperator.Telemetry;

/// <summary>Listens to the process's meters and writes them in Prometheus' text exposition format 0.0.4.</summary>
public sealed class PrometheusExporter : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ConcurrentDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public PrometheusExporter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!IsOurs(instrument.Meter.Name)) return;
            var metric = new Metric(instrument);
            listener.EnableMeasurementEvents(instrument, _metrics.GetOrAdd(metric.Name, metric));
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => ((Metric)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => ((Metric)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => ((Metric)state!).Record(value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        _listener.RecordObservableInstruments();
        // One metric at a time, not all in one large text; and whole ones, since a server's response takes no synchronous writes.
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        foreach (var metric in _metrics.Values.OrderBy(metric => metric.Name, StringComparer.Ordinal))
        {
            if (!metric.Series.Any()) continue;
            Write(text, metric);
            await output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
            text.GetStringBuilder().Clear();
        }
    }

    private static bool IsOurs(string meter) =>
        meter.StartsWith("ImageCloneOperator", StringComparison.Ordinal) || meter == "System.Runtime";

    private static void Write(TextWriter writer, Metric metric)
    {
        if (metric.Help.Length > 0) writer.WriteLine($"# HELP {metric.Name} {metric.Help.ReplaceLineEndings(" ")}");
        writer.WriteLine($"# TYPE {metric.Name} {metric.Kind.ToString().ToLowerInvariant()}");
        foreach (var series in metric.Series)
        {
            if (metric.Kind == MetricKind.Histogram) WriteHistogram(writer, metric, series);
            else writer.WriteLine($"{metric.Name}{Braces(series.Labels)} {Number(series.Read().Sum)}");
        }
    }

    private static void WriteHistogram(TextWriter writer, Metric metric, Series series)
    {
        var (sum, count, buckets) = series.Read();
        var cumulative = 0L;
        for (var i = 0; i < buckets.Length; i++)
        {
            cumulative += buckets[i];
            writer.WriteLine($"{metric.Name}_bucket{Braces(Join(series.Labels, $"le=\"{Number(metric.Bounds[i])}\""))} {cumulative}");
        }

        writer.WriteLine($"{metric.Name}_bucket{Braces(Join(series.Labels, "le=\"+Inf\""))} {count}");
        writer.WriteLine($"{metric.Name}_sum{Braces(series.Labels)} {Number(sum)}");
        writer.WriteLine($"{metric.Name}_count{Braces(series.Labels)} {count}");
    }

    private static string Join(string labels, string label) => labels.Length == 0 ? label : $"{labels},{label}";

    private static string Braces(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
