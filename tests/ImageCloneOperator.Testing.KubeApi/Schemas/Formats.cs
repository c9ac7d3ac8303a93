using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Schemas;

/// <summary>The <c>format</c>s that the API server checks; others are documentation.</summary>
internal static class Formats
{
    private const string DateTime = @"\A\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$";
    private const string Duration = @"\A[+-]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$";

    // go-openapi also takes "3 days"; CRDs inherit that.
    private const string WordyDuration =
        @"\A\d+\s*(nanoseconds?|microseconds?|milliseconds?|seconds?|sec|minutes?|min|hours?|hrs?|days?|d|weeks?|wks?|w)$";
    private const string Hostname = @"\A[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$";

    private static readonly Dictionary<string, Func<string, bool>> Texts = new(StringComparer.Ordinal)
    {
        ["date-time"] = IsDateTime,
        ["datetime"] = IsDateTime,
        ["date"] = text => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _),
        ["duration"] = text => Patterns.IsMatch(Duration, text) || Patterns.IsMatch(WordyDuration, text),
        ["byte"] = text => Base64.IsValid(text),
        ["uuid"] = text => Guid.TryParseExact(text, "D", out _),
        ["ipv4"] = text => IPAddress.TryParse(text, out var ip)
            && ip.AddressFamily == AddressFamily.InterNetwork
            && text.Count(c => c == '.') == 3,
        ["ipv6"] = text => IPAddress.TryParse(text, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6,
        ["ip"] = text => IPAddress.TryParse(text, out _),
        ["cidr"] = text => IPNetwork.TryParse(text, out _),
        ["uri"] = text => Uri.TryCreate(text, UriKind.Absolute, out _),
        ["hostname"] = text => text.Length <= 253 && Patterns.IsMatch(Hostname, text),
        ["email"] = text => Patterns.IsMatch(@"\A[^@\s]+@[^@\s]+$", text),
    };

    public static bool Matches(string format, JsonNode? node)
    {
        if (node.Text() is { } text) return !Texts.TryGetValue(format, out var check) || check(text);
        return node.Number() is not { } number || format switch
        {
            "int32" => number is >= int.MinValue and <= int.MaxValue,
            "int64" => number is >= long.MinValue and < 9223372036854775808.0,
            _ => true,
        };
    }

    private static bool IsDateTime(string text) =>
        Patterns.IsMatch(DateTime, text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _);
}
