using System.Diagnostics.Metrics;
using ImageCloneOperator.Hosting;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImageCloneOperator.Tests.Documentation;

/// <summary>Holds the page to the instruments of the whole operator. With UPDATE_GOLDEN=1 its table is written anew, to be reviewed.</summary>
public sealed class MetricTests
{
    private const string Begin = "<!-- begin metrics: written by the test with UPDATE_GOLDEN=1 -->\n";
    private const string End = "<!-- end metrics -->";

    [Fact]
    public async Task The_page_has_every_metric_of_the_program()
    {
        var file = Checkout.PathOf("docs", "metrics.md");
        var page = await File.ReadAllTextAsync(file);
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        var table = await TableAsync();

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") await File.WriteAllTextAsync(file, page[..start] + table + page[end..]);
        else Assert.Equal(table, page[start..end]);
    }

    private static async Task<string> TableAsync()
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var options = new OperatorOptions { Http = new(null, 0), Webhook = new(null, 0), Namespace = "x", PodName = "x" };
        await using var app = OperatorApplication.Create(options, new KubernetesClientConfiguration { Server = new Uri("https://127.0.0.1:1") });
        // Other tests of this process have meters too.
        var meters = app.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => Add(instrument) };
        listener.Start();
        // Made, and with them their instruments, but not started.
        _ = (app.Services.GetServices<IHostedService>().ToList(), app.Services.GetServices<IController>().ToList());
        return "| metric | kind | what it is |\n| --- | --- | --- |\n" + string.Concat(found.Values);

        void Add(Instrument instrument)
        {
            if (!ReferenceEquals(instrument.Meter.Scope, meters) || !instrument.Meter.Name.StartsWith("ImageCloneOperator", StringComparison.Ordinal)) return;
            var metric = new Metric(instrument);
            found[metric.Name] = $"| `{metric.Name}` | {metric.Kind.ToString().ToLowerInvariant()} | {metric.Help} |\n";
        }
    }
}
