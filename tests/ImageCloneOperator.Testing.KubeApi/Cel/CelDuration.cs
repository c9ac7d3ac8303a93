using System.Globalization;
using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>Durations in Go's form, such as 1h30m; days are the API server's extension of the format.</summary>
internal static class CelDuration
{
    private const string Part = @"(?<number>\d+(\.\d*)?|\.\d+)(?<unit>ns|us|µs|μs|ms|s|m|h|d)";
    private const string Form = @"\A[+-]?(0|(" + Part + ")+)$";

    /// <exception cref="CelException">It is no duration.</exception>
    public static TimeSpan Parse(string text)
    {
        if (!Patterns.IsMatch(Form, text)) throw new CelException($"invalid duration argument: {text}");
        var seconds = Patterns.Compile(Part).Matches(text)
            .Sum(part => decimal.Parse(part.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * Seconds(
                part.Groups["unit"].Value));
        return TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) * (text[0] == '-' ? -1 : 1);
    }

    private static decimal Seconds(string unit) => unit switch
    {
        "d" => 86400m,
        "h" => 3600m,
        "m" => 60m,
        "s" => 1m,
        "ms" => 0.001m,
        "ns" => 0.000000001m,
        _ => 0.000001m,
    };
}
