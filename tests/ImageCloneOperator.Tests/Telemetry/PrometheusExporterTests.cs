using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using ImageCloneOperator.Telemetry;

namespace ImageCloneOperator.Tests.Telemetry;

public sealed class PrometheusExporterTests : IDisposable
{
    private readonly PrometheusExporter _exporter = new();
    private readonly Meter _meter = new("ImageCloneOperator.Exporter." + Guid.NewGuid().ToString("N"));
    private readonly string _prefix = "t" + Guid.NewGuid().ToString("N");

    public void Dispose()
    {
        _meter.Dispose();
        _exporter.Dispose();
    }

    [Fact]
    public async Task A_counter_adds_up_per_label_set()
    {
        var counter = _meter.CreateCounter<long>($"{_prefix}.copies", description: "Copies made");
        counter.Add(2, new KeyValuePair<string, object?>("result", "copied"));
        counter.Add(3, new KeyValuePair<string, object?>("result", "copied"));
        counter.Add(1, new KeyValuePair<string, object?>("result", "fai\"led"));

        var text = await ScrapeAsync();

        Assert.Contains($"# TYPE {_prefix}_copies_total counter\n", text, StringComparison.Ordinal);
        Assert.Contains($"{_prefix}_copies_total{{result=\"copied\"}} 5\n", text, StringComparison.Ordinal);
        Assert.Contains($"{_prefix}_copies_total{{result=\"fai\\\"led\"}} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gauge_shows_the_last_value_and_an_up_down_counter_the_sum()
    {
        var gauge = _meter.CreateGauge<int>($"{_prefix}.replicas");
        gauge.Record(7);
        gauge.Record(4);
        var inFlight = _meter.CreateUpDownCounter<int>($"{_prefix}.in_flight");
        inFlight.Add(3);
        inFlight.Add(-1);

        var text = await ScrapeAsync();

        Assert.Contains($"{_prefix}_replicas 4\n", text, StringComparison.Ordinal);
        Assert.Contains($"{_prefix}_in_flight 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_histogram_counts_into_cumulative_buckets_and_names_its_unit()
    {
        var histogram = _meter.CreateHistogram<double>($"{_prefix}.duration", "s");
        histogram.Record(0.3);
        histogram.Record(0.04);
        histogram.Record(5_000);

        var text = await ScrapeAsync();

        Assert.Contains($"{_prefix}_duration_seconds_bucket{{le=\"0.05\"}} 1\n", text, StringComparison.Ordinal);
        Assert.Contains($"{_prefix}_duration_seconds_bucket{{le=\"0.5\"}} 2\n", text, StringComparison.Ordinal);
        Assert.Contains($"{_prefix}_duration_seconds_bucket{{le=\"+Inf\"}} 3\n", text, StringComparison.Ordinal);
        Assert.Contains($"{_prefix}_duration_seconds_count 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promtool_accepts_the_text()
    {
        _meter.CreateHistogram<double>($"{_prefix}.wait", "s", "How long it took").Record(1);
        _meter.CreateCounter<long>($"{_prefix}.requests", "{request}", "Requests sent").Add(1);
        var start = new ProcessStartInfo("promtool", ["check", "metrics", "--extended"]) { RedirectStandardInput = true, RedirectStandardError = true };
        using var promtool = Process.Start(start)!;

        await promtool.StandardInput.WriteAsync(OursOnly(await ScrapeAsync()));
        promtool.StandardInput.Close();
        var complaints = await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        Assert.True(promtool.ExitCode == 0, complaints);
    }

    /// <summary>Without the .NET runtime's own metrics, whose names are not ours to choose.</summary>
    private static string OursOnly(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.Contains("dotnet_", StringComparison.Ordinal)));

    private async Task<string> ScrapeAsync()
    {
        using var output = new MemoryStream();
        await _exporter.WriteAsync(output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
