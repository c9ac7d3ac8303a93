using System.Diagnostics.Metrics;
using System.Globalization;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Tests.Webhooks;
using ImageCloneOperator.Webhooks.Admission;
using ImageCloneOperator.Workloads.Coverage;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Tests.Observability;

/// <summary>
/// Dashboards and alerts name these series: the whole operator's are on record. With UPDATE_GOLDEN=1 they are written anew, to be reviewed.
/// </summary>
public sealed class MetricsEndpointTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    /// <summary>A line for each metric: name, type, help, names of labels, bounds.</summary>
    internal static readonly string Record = Checkout.PathOf("tests", "ImageCloneOperator.Tests", "Observability", "metrics.golden");

    [Fact]
    public async Task Metrics_of_the_operator_are_those_on_record()
    {
        await cluster.ApplyAsync<V1Namespace>("{apiVersion: v1, kind: Namespace, metadata: {name: image-clone-system}}");
        await using var app = await OperatorHost.StartAsync(cluster);
        using var webhooks = await OperatorHost.ClientAsync(cluster, app);
        MeasureWhatIsRare(app.Services);
        await app.Services.GetRequiredService<UnprotectedImages>().ReconcileAsync(UnprotectedImages.Key, Bound.Token());
        var instruments = InstrumentsOf(app.Services);

        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri(OperatorHost.Address(app, "http"), "metrics"));
        await app.StopAsync();

        var shape = string.Concat(ExpositionShape.Of(text).Where(IsOfTheOperator).Select(metric => $"{metric}\n"));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") await File.WriteAllTextAsync(Record, shape);
        Assert.Equal(await File.ReadAllTextAsync(Record), shape);
        var own = shape.Split('\n').Count(metric => IsOfTheOperator(metric) && !metric.StartsWith("dotnet_", StringComparison.Ordinal));
        Assert.Equal(instruments.Count, own);
    }

    private static List<Instrument> InstrumentsOf(IServiceProvider services)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        var found = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            var meter = instrument.Meter;
            if (ReferenceEquals(meter.Scope, meters) && meter.Name.StartsWith("ImageCloneOperator", StringComparison.Ordinal))
                found.Add(instrument);
        };
        listener.Start();
        return found;
    }

    /// <summary>Other tests of this process make meters too.</summary>
    private static bool IsOfTheOperator(string metric) =>
        metric.StartsWith("imageclone_", StringComparison.Ordinal)
        || metric.StartsWith("kubernetes_", StringComparison.Ordinal)
        || metric.StartsWith("dotnet_", StringComparison.Ordinal);

    /// <summary>By the code that measures it in the operator: names of labels are its own.</summary>
    private static void MeasureWhatIsRare(IServiceProvider services)
    {
        var copies = services.GetRequiredService<CopyMetrics>();
        copies.Began();
        copies.Ended("Copied", TimeSpan.FromSeconds(1), new(3, 3, 1, 1, 1, 1, 1));
        copies.Checked("Unchanged");
        services.GetRequiredService<SourceProbeMetrics>().Checked(SourceProbeMetrics.Answered);
        services.GetRequiredService<WebhookMetrics>().Answered("pods", "Allowed", TimeSpan.FromMilliseconds(1));
        var controllers = services.GetRequiredService<ControllerMetrics>();
        controllers.Began("golden");
        controllers.Ended("golden", ReconcileOutcomeKind.Panicked, TimeSpan.FromMilliseconds(1));
        controllers.Queue.Retried("golden");
        var caches = services.GetRequiredService<CacheMetrics>();
        caches.Changed("golden");
        caches.Restarted("golden", WatchEnd.Closed);
        Assert.Throws<FormatException>(() => int.Parse("none", CultureInfo.InvariantCulture));
    }
}
