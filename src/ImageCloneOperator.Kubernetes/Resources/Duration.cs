using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ImageCloneOperator.Kubernetes.Resources;

/// <summary>
/// <c>metav1.Duration</c>: a length of time that manifests write as in Go, such as <c>15m</c>, <c>1h30m</c> or <c>720h</c>.
/// </summary>
[JsonConverter(typeof(DurationConverter))]
public readonly partial record struct Duration(TimeSpan Value) : IComparable<Duration>
{
    /// <summary>What the API accepts: hours, minutes, seconds and milliseconds, with decimals, never negative.</summary>
    public const string Pattern = "^([0-9]{1,9}([.][0-9]{1,9})?(h|m|s|ms))+$";

    /// <summary>The longest text that the API accepts; it bounds what a CEL rule on a duration may cost.</summary>
    public const int MaxLength = 32;

    /// <summary>Go counts nanoseconds in 64 bits: about 292 years.</summary>
    private static readonly decimal MaxTicks = long.MaxValue / TimeSpan.NanosecondsPerTick;

    /// <exception cref="FormatException">The text is no duration; the message says how one looks.</exception>
    public static Duration Parse(string text) =>
        TryParse(text, out var duration)
            ? duration
            : throw new FormatException(
                $"'{text}' is not a duration: write a number with a unit (h, m, s, ms), such as 15m, 1h30m or 720h.");

    public static bool TryParse([NotNullWhen(true)] string? text, out Duration duration)
    {
        duration = default;
        if (text is null || text.Length > MaxLength || Whole().Match(text) is not { Success: true } match) return false;

        var ticks = match.Groups["part"].Captures.Sum(part => Ticks(part.Value));
        if (ticks > MaxTicks) return false;

        duration = new(TimeSpan.FromTicks((long)ticks));
        return true;
    }

    public int CompareTo(Duration other) => Value.CompareTo(other.Value);

    public static bool operator <(Duration left, Duration right) => left.CompareTo(right) < 0;

    public static bool operator <=(Duration left, Duration right) => left.CompareTo(right) <= 0;

    public static bool operator >(Duration left, Duration right) => left.CompareTo(right) > 0;

    public static bool operator >=(Duration left, Duration right) => left.CompareTo(right) >= 0;

    /// <summary>The shortest text that <see cref="Parse"/> reads back as the same value: 15m, not Go's 15m0s.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, (long)Value.TotalHours, "h");
        Append(text, Value.Minutes, "m");
        Append(text, Value.Seconds, "s");
        Append(text, Value.Ticks % TimeSpan.TicksPerSecond / (decimal)TimeSpan.TicksPerMillisecond, "ms");
        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static void Append(StringBuilder text, decimal amount, string unit)
    {
        if (amount != 0) text.Append(amount.ToString("0.####", CultureInfo.InvariantCulture)).Append(unit);
    }

    private static decimal Ticks(string part)
    {
        var unit = part.TrimStart("0123456789.".ToCharArray());
        return decimal.Parse(part[..^unit.Length], CultureInfo.InvariantCulture) * unit switch
        {
            "h" => TimeSpan.TicksPerHour,
            "m" => TimeSpan.TicksPerMinute,
            "s" => TimeSpan.TicksPerSecond,
            _ => TimeSpan.TicksPerMillisecond,
        };
    }

    [GeneratedRegex(@"\A(?<part>[0-9]{1,9}([.][0-9]{1,9})?(h|ms|m|s))+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();
}
