using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImageCloneOperator.Manifests;

namespace ImageCloneOperator.Tests.Observability;

/// <summary>The rules and the dashboard of config/components/monitoring, judged by promtool.</summary>
public sealed partial class MonitoringTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("monitoring-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Rules_are_valid() => await PromtoolAsync("check", Write("rules.json", Rules().ToJsonString()));

    [Theory]
    [InlineData("ImageCloneOperatorIsAway", "up 1x180", "imageclone_leader 1x180")]
    [InlineData("ImageCloneOperatorHasNoLeader", "imageclone_leader 0x180", "imageclone_leader 1x180")]
    [InlineData(
        "ImageBackupsNeedSomebody",
        "imageclone_backups{state=\"Stalled\"} 2x180",
        "imageclone_backups{state=\"Stalled\"} 0x180; imageclone_backups{state=\"Ready\"} 9x180")]
    [InlineData("ImageBackupsUnclaimed", "imageclone_backups_unclaimed 1x180", "imageclone_backups_unclaimed 0x180")]
    [InlineData(
        "ImagesAreUnprotected",
        "imageclone_images_unprotected{reason=\"KindNotSelected\"} 1x180",
        "imageclone_images_unprotected{reason=\"KindNotSelected\"} 0x180; imageclone_images_unprotected{reason=\"Excluded\"} 3x180")]
    [InlineData(
        "ImagesAreNotRestorable",
        "imageclone_policies_restorable{status=\"False\"} 1x180",
        "imageclone_policies_restorable{status=\"False\"} 0x180; imageclone_policies_restorable{status=\"True\"} 3x180")]
    [InlineData(
        "ImageCopiesFail",
        "imageclone_copies_total{result=\"Unauthorized\"} 0+1x180",
        "imageclone_copies_total{result=\"Copied\"} 0+9x180; imageclone_copies_total{result=\"Unauthorized\"} 7x180")]
    [InlineData(
        "ImageCopiesStandStill",
        "imageclone_copies_running 1x180; imageclone_copy_data_bytes_total{how=\"transferred\"} 7x180",
        "imageclone_copies_running 1x180; imageclone_copy_data_bytes_total{how=\"transferred\"} 0+9x180")]
    [InlineData("ImageSourcesAreGone", "imageclone_sources_unavailable 1x180", "imageclone_sources_unavailable 0x180")]
    [InlineData(
        "ImageCloneOperatorErrors",
        "kubernetes_reconcile_errors_total{controller=\"a\"} 0+20x180",
        "kubernetes_reconcile_errors_total{controller=\"a\"} 0+1x180")]
    [InlineData(
        "ImageCloneOperatorQueueIsLong", "kubernetes_queue_depth{queue=\"a\"} 1001x180", "kubernetes_queue_depth{queue=\"a\"} 9x180")]
    [InlineData(
        "ImageCloneWebhookFails",
        "imageclone_webhook_requests_total{webhook=\"pods\",result=\"Failed\"} 0+1x180",
        "imageclone_webhook_requests_total{webhook=\"pods\",result=\"Changed\"} 0+1x180")]
    public async Task Alert_fires_when_it_should_and_only_then(string alert, string firing, string quiet)
    {
        Write("rules.json", Rules().ToJsonString());

        await PromtoolAsync("test", Write("test.json", new JsonObject
        {
            ["rule_files"] = new JsonArray("rules.json"),
            ["evaluation_interval"] = "1m",
            ["tests"] = new JsonArray(Case(alert, firing, 1), Case(alert, quiet, 0)),
        }.ToJsonString()));
    }

    [Fact]
    public void Every_alert_is_tested_and_on_the_page()
    {
        var page = File.ReadAllText(Checkout.PathOf("docs", "observability.md"));
        var tested = typeof(MonitoringTests).GetMethod(nameof(Alert_fires_when_it_should_and_only_then))!
            .GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .Select(data => ((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)[0].Value)
            .ToHashSet();

        Assert.All(Alerts(), alert => Assert.Contains((string?)alert["alert"], tested));
        Assert.All(
            Alerts(), alert => Assert.Contains($"| `{alert["alert"]}` | {alert["labels"]!["severity"]} |", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Queries_of_the_dashboard_are_valid()
    {
        var rules = Queries().Select((query, i) => (JsonNode)new JsonObject
        {
            ["record"] = $"query{i}",
            ["expr"] = query.Replace("$__rate_interval", "5m", StringComparison.Ordinal),
        });
        var group = new JsonObject { ["name"] = "dashboard", ["rules"] = new JsonArray([.. rules]) };

        await PromtoolAsync("check", Write("rules.json", new JsonObject { ["groups"] = new JsonArray(group) }.ToJsonString()));
    }

    [Fact]
    public void Rules_and_dashboard_ask_for_metrics_that_there_are()
    {
        var record = File.ReadLines(MetricsEndpointTests.Record).Select(line => line.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);

        var asked = Alerts().Select(alert => (string)alert["expr"]!).Concat(Queries())
            .SelectMany(query => Metric().Matches(query))
            .Select(metric => metric.Value.Replace("_bucket", "", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);

        Assert.All(asked, metric => Assert.Contains(metric, record));
    }

    private static JsonObject Rules() => (JsonObject)Manifest("prometheus-rule.yaml")["spec"]!.DeepClone();

    private static IEnumerable<JsonNode> Alerts() => Rules()["groups"]![0]!["rules"]!.AsArray().OfType<JsonNode>();

    private static IEnumerable<string> Queries() =>
        from panel in JsonNode.Parse((string)Manifest("grafana-dashboard.yaml")["data"]!["image-clone-operator.json"]!)!["panels"]!
            .AsArray()
        from target in panel!["targets"]!.AsArray()
        select (string)target!["expr"]!;

    private static JsonObject Manifest(string file) =>
        ManifestReader.Read([Checkout.PathOf("config", "components", "monitoring", file)]).Single().Json;

    private static JsonObject Case(string alert, string series, int firing) => new()
    {
        ["interval"] = "1m",
        ["input_series"] = new JsonArray([.. series.Split("; ").Select(one => one.Split(' ')).Select(parts => (JsonNode)new JsonObject
        {
            ["series"] = parts[0],
            ["values"] = parts[1],
        })]),
        ["promql_expr_test"] = new JsonArray(new JsonObject
        {
            ["expr"] = $"count(ALERTS{{alertname=\"{alert}\",alertstate=\"firing\"}}) or vector(0)",
            ["eval_time"] = "150m",
            ["exp_samples"] = new JsonArray(new JsonObject { ["labels"] = "{}", ["value"] = firing }),
        }),
    };

    /// <summary>YAML takes JSON.</summary>
    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task PromtoolAsync(string verb, string file) =>
        (await Shell.RunAsync("promtool", [verb, "rules", file])).Require();

    [GeneratedRegex("(imageclone|kubernetes|dotnet)_[a-z_]+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Metric();
}
