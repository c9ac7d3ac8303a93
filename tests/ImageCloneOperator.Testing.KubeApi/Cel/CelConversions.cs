using System.Globalization;
using System.Text;
using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>CEL's type conversions; what doesn't convert is a runtime error.</summary>
internal static class CelConversions
{
    private const string DurationPart = @"(?<number>\d+(\.\d*)?|\.\d+)(?<unit>ns|us|µs|μs|ms|s|m|h|d)";
    private const string DurationForm = @"\A[+-]?(0|(" + DurationPart + ")+)$";

    public static object Int(object? value) => value switch
    {
        long number => number,
        ulong number when number <= long.MaxValue => (long)number,
        double number when number is > long.MinValue and < long.MaxValue => (long)number,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        DateTimeOffset time => time.ToUnixTimeSeconds(),
        TimeSpan duration => (long)duration.TotalNanoseconds,
        _ => throw new CelException($"type conversion error from '{CelValues.TypeName(value)}' to 'int'"),
    };

    public static object Uint(object? value) => value switch
    {
        ulong number => number,
        long number and >= 0 => (ulong)number,
        double number and >= 0 => (ulong)number,
        string text when ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new CelException($"type conversion error from '{CelValues.TypeName(value)}' to 'uint'"),
    };

    public static object Double(object? value) => value switch
    {
        double number => number,
        long number => (double)number,
        ulong number => (double)number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new CelException($"type conversion error from '{CelValues.TypeName(value)}' to 'double'"),
    };

    public static object Bool(object? value) => value switch
    {
        bool flag => flag,
        "true" or "TRUE" or "True" or "t" or "1" => true,
        "false" or "FALSE" or "False" or "f" or "0" => false,
        _ => throw new CelException($"type conversion error from '{CelValues.TypeName(value)}' to 'bool'"),
    };

    public static object Bytes(object? value) => value is string text ? Encoding.UTF8.GetBytes(text) : value as byte[] ?? throw new CelException("type conversion error to 'bytes'");

    /// <summary>Go's form, such as 1h30m; days are the API server's extension of the format.</summary>
    public static TimeSpan Duration(string text)
    {
        if (!Patterns.IsMatch(DurationForm, text)) throw new CelException($"invalid duration argument: {text}");
        var seconds = Patterns.Compile(DurationPart).Matches(text)
            .Sum(part => decimal.Parse(part.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * Seconds(part.Groups["unit"].Value));
        return TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) * (text[0] == '-' ? -1 : 1);
    }

    public static DateTimeOffset Timestamp(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw new CelException($"invalid timestamp: {text}");

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
