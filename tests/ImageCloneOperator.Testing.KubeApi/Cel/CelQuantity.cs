using System.Globalization;
using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>A resource quantity such as 500Mi or 0.5.</summary>
internal sealed record CelQuantity(decimal Value)
{
    private static readonly Dictionary<string, decimal> Suffixes = new(StringComparer.Ordinal)
    {
        [""] = 1m,
        ["n"] = 0.000000001m,
        ["u"] = 0.000001m,
        ["m"] = 0.001m,
        ["k"] = 1_000m,
        ["M"] = 1_000_000m,
        ["G"] = 1_000_000_000m,
        ["T"] = 1_000_000_000_000m,
        ["P"] = 1_000_000_000_000_000m,
        ["E"] = 1_000_000_000_000_000_000m,
        ["Ki"] = 1024m,
        ["Mi"] = 1048576m,
        ["Gi"] = 1073741824m,
        ["Ti"] = 1099511627776m,
        ["Pi"] = 1125899906842624m,
        ["Ei"] = 1152921504606846976m,
    };

    public static CelQuantity? TryParse(string text)
    {
        var suffix = Suffixes.Keys.OrderByDescending(key => key.Length).First(key => text.EndsWith(key, StringComparison.Ordinal));
        var number = text[..^suffix.Length];
        var plain = Patterns.IsMatch(@"\A[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$", number);
        return plain && decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? new CelQuantity(value * Suffixes[suffix]) : null;
    }
}
