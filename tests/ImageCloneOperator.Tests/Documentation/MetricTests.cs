using ImageCloneOperator.Tests.Observability;

namespace ImageCloneOperator.Tests.Documentation;

/// <summary>Holds the page to the metrics on record. With UPDATE_GOLDEN=1 its table is written anew, to be reviewed.</summary>
public sealed class MetricTests
{
    private const string Begin = "<!-- begin metrics: written by the test with UPDATE_GOLDEN=1 -->\n";
    private const string End = "<!-- end metrics -->";

    [Fact]
    public async Task The_page_has_every_metric_of_the_program()
    {
        var file = Checkout.PathOf("docs", "observability.md");
        var page = await File.ReadAllTextAsync(file);
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        var table = Table(await File.ReadAllLinesAsync(MetricsEndpointTests.Record));

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            await File.WriteAllTextAsync(file, page[..start] + table + page[end..]);
        else Assert.Equal(table, page[start..end]);
    }

    private static string Table(IEnumerable<string> record) =>
        "| metric | kind | what it is |\n| --- | --- | --- |\n" + string.Concat(record
            .Where(metric => !metric.StartsWith("dotnet_", StringComparison.Ordinal))
            .Select(metric => metric.Split(" | "))
            .Select(parts => (Words: parts[0].Split(' '), Help: parts[1]))
            .Select(metric => $"| `{metric.Words[0]}` | {metric.Words[1]} | {metric.Help} |\n"));
}
