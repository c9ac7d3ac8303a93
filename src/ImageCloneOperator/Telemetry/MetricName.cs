using System.Diagnostics.Metrics;
using System.Text;

namespace ImageCloneOperator.Telemetry;

/// <summary>
/// The Prometheus name of an instrument: dots become underscores, the unit is a suffix, counters end in <c>_total</c>
/// (Prometheus, "Metric and label naming").
/// </summary>
internal static class MetricName
{
    public static string Of(Instrument instrument, MetricKind kind)
    {
        var name = Sanitize(instrument.Name);
        var unit = Unit(instrument.Unit);
        if (unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal)) name += "_" + unit;
        return kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    public static string Sanitize(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name) text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        return char.IsAsciiDigit(text[0]) ? "_" + text : text.ToString();
    }

    /// <summary>UCUM's units as Prometheus spells them; annotations such as {request} say nothing about the value.</summary>
    private static string Unit(string? unit) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "1" or "%" => "ratio",
        _ => "",
    };
}
