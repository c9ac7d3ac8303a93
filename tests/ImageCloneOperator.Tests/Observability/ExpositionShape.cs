using System.Text.RegularExpressions;

namespace ImageCloneOperator.Tests.Observability;

/// <summary>What a dashboard relies on in Prometheus' text format 0.0.4: everything but values and the order of lines and labels.</summary>
internal static partial class ExpositionShape
{
    /// <returns>A line for each metric: its name, type, unit if told, help, label names, and a histogram's bounds.</returns>
    public static IEnumerable<string> Of(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var types = Comments(lines, "TYPE");
        var units = Comments(lines, "UNIT");
        var help = Comments(lines, "HELP");
        return lines
            .Where(line => line[0] != '#')
            .Select(line => Sample().Match(line) is { Success: true } sample ? sample : throw new FormatException(line))
            .GroupBy(sample => MetricOf(sample.Groups["name"].Value, types), StringComparer.Ordinal)
            .OrderBy(metric => metric.Key, StringComparer.Ordinal)
            .Select(metric => string.Join(" | ", Parts(metric.Key, [.. metric])));

        IEnumerable<string> Parts(string name, List<Match> samples)
        {
            yield return $"{name} {types[name]}";
            if (units.TryGetValue(name, out var unit)) yield return $"unit {unit}";
            yield return help.GetValueOrDefault(name, "no help");
            foreach (var labels in samples.Select(LabelNames).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                yield return $"{{{labels}}}";
            if (types[name] == "histogram")
                yield return "le " + string.Join(' ', samples.SelectMany(Bounds).Distinct(StringComparer.Ordinal));
        }
    }

    private static Dictionary<string, string> Comments(string[] lines, string keyword) => lines
        .Where(line => line.StartsWith($"# {keyword} ", StringComparison.Ordinal))
        .Select(line => line.Split(' ', 4))
        .ToDictionary(parts => parts[2], parts => parts[3], StringComparer.Ordinal);

    private static string MetricOf(string sample, Dictionary<string, string> types)
    {
        if (types.ContainsKey(sample)) return sample;
        var name = HistogramSuffix().Replace(sample, "");
        return types.GetValueOrDefault(name) == "histogram" ? name : throw new FormatException($"{sample} has no TYPE");
    }

    private static string LabelNames(Match sample) =>
        string.Join(',', Labels(sample).Select(label => label.Name).Where(name => name != "le").Order(StringComparer.Ordinal));

    private static IEnumerable<string> Bounds(Match sample) =>
        Labels(sample).Where(label => label.Name == "le").Select(label => label.Value);

    private static IEnumerable<(string Name, string Value)> Labels(Match sample) =>
        Label().Matches(sample.Groups["labels"].Value).Select(label => (label.Groups["name"].Value, label.Groups["value"].Value));

    /// <summary>A sample has no timestamp: Prometheus would drop what it takes to be old.</summary>
    [GeneratedRegex(
        """\A(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)\z""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();

    [GeneratedRegex(
        """(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>([^"\\]|\\.)*)"(,|\z)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)\\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HistogramSuffix();
}
