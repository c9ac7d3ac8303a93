using System.Diagnostics.Metrics;
using ImageCloneOperator.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace ImageCloneOperator.Observability;

/// <summary>The process's instruments, collected by OpenTelemetry and served to Prometheus.</summary>
internal static class OperatorMetrics
{
    private const string TextFormat = "text/plain; version=0.0.4";

    // OpenTelemetry sets aside memory for all series of a metric at once. No metric of ours comes near this many.
    private const int MaxSeries = 300;

    /// <summary>Bounds of every histogram, in seconds.</summary>
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

    public static void AddOperatorMetrics(this IServiceCollection services) => services.AddOpenTelemetry().WithMetrics(metrics => metrics
        .AddMeter(OperatorMeter.Name, KubernetesMeter.Name, "System.Runtime")
        .AddView(instrument => instrument is Histogram<double>
            ? new ExplicitBucketHistogramConfiguration { Boundaries = Bounds, CardinalityLimit = MaxSeries }
            : new MetricStreamConfiguration { CardinalityLimit = MaxSeries })
        .AddPrometheusExporter(prometheus =>
        {
            prometheus.ScopeInfoEnabled = false;
            prometheus.TargetInfoEnabled = false;
            prometheus.ScrapeResponseCacheDurationMilliseconds = 0;
        }));

    public static void MapMetrics(this IEndpointRouteBuilder endpoints) => endpoints.MapPrometheusScrapingEndpoint(
        "/metrics", meterProvider: null, configureBranchedPipeline: branch => branch.Use(AskForText), optionsName: null);

    /// <summary>
    /// Prometheus prefers OpenMetrics, which spells bounds differently (le="1.0") and adds a _created series to each: those would be
    /// other series than in the text format.
    /// </summary>
    private static Task AskForText(HttpContext http, RequestDelegate next)
    {
        http.Request.Headers.Accept = TextFormat;
        return next(http);
    }
}
