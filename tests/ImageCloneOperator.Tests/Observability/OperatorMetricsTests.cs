using System.Diagnostics.Metrics;
using ImageCloneOperator.Observability;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Tests.Observability;

public sealed class OperatorMetricsTests : IAsyncLifetime, IDisposable
{
    /// <summary>What Prometheus 3 sends.</summary>
    private const string PrometheusAccept =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    // Meters of other tests in this process are collected too.
    private readonly string _prefix = "t" + Guid.NewGuid().ToString("N");
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;

    private Meter Meter => _app.Services.GetRequiredService<IMeterFactory>().Create(OperatorMeter.Name);

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOperatorMetrics();
        _app = builder.Build();
        _app.MapMetrics();
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_counter_adds_up_per_label_set()
    {
        var counter = Meter.CreateCounter<long>($"{_prefix}.copies", description: "Copies made");
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
        var gauge = Meter.CreateGauge<int>($"{_prefix}.replicas");
        gauge.Record(7);
        gauge.Record(4);
        var inFlight = Meter.CreateUpDownCounter<int>($"{_prefix}.in_flight");
        inFlight.Add(3);
        inFlight.Add(-1);

        var text = await ScrapeAsync();

        Assert.Contains($"{_prefix}_replicas{{}} 4\n", text, StringComparison.Ordinal);
        Assert.Contains($"{_prefix}_in_flight{{}} 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_histogram_counts_into_cumulative_buckets_and_names_its_unit()
    {
        var histogram = Meter.CreateHistogram<double>($"{_prefix}.duration", "s");
        histogram.Record(0.3);
        histogram.Record(0.04);
        histogram.Record(5_000);

        var text = await ScrapeAsync();

        Assert.Contains($"{_prefix}_duration_seconds_bucket{{le=\"0.05\"}} 1\n", text, StringComparison.Ordinal);
        Assert.Contains($"{_prefix}_duration_seconds_bucket{{le=\"0.5\"}} 2\n", text, StringComparison.Ordinal);
        Assert.Contains($"{_prefix}_duration_seconds_bucket{{le=\"+Inf\"}} 3\n", text, StringComparison.Ordinal);
        Assert.Contains($"{_prefix}_duration_seconds_count{{}} 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_series_that_falls_to_zero_is_still_told()
    {
        var inFlight = Meter.CreateUpDownCounter<int>($"{_prefix}.in_flight");
        inFlight.Add(1);
        Assert.Contains($"{_prefix}_in_flight{{}} 1\n", await ScrapeAsync(), StringComparison.Ordinal);

        inFlight.Add(-1);

        for (var scrape = 0; scrape < 3; scrape++)
            Assert.Contains($"{_prefix}_in_flight{{}} 0\n", await ScrapeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_without_bound_end_in_one_overflow_series()
    {
        var counter = Meter.CreateCounter<long>($"{_prefix}.stray");
        for (var label = 0; label < 5_000; label++) counter.Add(1, new KeyValuePair<string, object?>("label", label));

        var text = await ScrapeAsync();

        Assert.InRange(text.Split('\n').Count(line => line.StartsWith($"{_prefix}_stray_total", StringComparison.Ordinal)), 250, 310);
        Assert.Contains($"{_prefix}_stray_total{{otel_metric_overflow=\"true\"}}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prometheus_is_given_the_text_format_although_it_prefers_OpenMetrics()
    {
        Meter.CreateHistogram<double>($"{_prefix}.wait", "s").Record(1);
        using var request = new HttpRequestMessage(HttpMethod.Get, "metrics");
        Assert.True(request.Headers.TryAddWithoutValidation("Accept", PrometheusAccept));

        using var answer = await _http.SendAsync(request);

        Assert.StartsWith("text/plain; version=0.0.4", answer.Content.Headers.ContentType?.ToString(), StringComparison.Ordinal);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"{_prefix}_wait_seconds_bucket{{le=\"1\"}} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promtool_accepts_the_text()
    {
        Meter.CreateHistogram<double>($"{_prefix}.wait", "s", "How long it took").Record(1);
        Meter.CreateCounter<long>($"{_prefix}.requests", "{request}", "Requests sent").Add(1);

        (await Shell.RunAsync("promtool", ["check", "metrics", "--extended"], OursOnly(await ScrapeAsync()))).Require();
    }

    /// <summary>Without the .NET runtime's own metrics, whose names are not ours to choose.</summary>
    private static string OursOnly(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.Contains("dotnet_", StringComparison.Ordinal)));

    private Task<string> ScrapeAsync() => _http.GetStringAsync(new Uri("metrics", UriKind.Relative));
}
