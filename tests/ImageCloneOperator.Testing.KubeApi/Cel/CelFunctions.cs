using System.Globalization;
using System.Net;
using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>CEL's functions with the API server's extensions; a method's target is the first argument.</summary>
internal static class CelFunctions
{
    private static readonly Dictionary<string, Func<object?[], object?>> Table = new(StringComparer.Ordinal)
    {
        ["size"] = a => Size(a[0]),
        ["string"] = a => CelValues.Show(a[0]),
        ["int"] = a => CelConversions.Int(a[0]),
        ["uint"] = a => CelConversions.Uint(a[0]),
        ["double"] = a => CelConversions.Double(a[0]),
        ["bool"] = a => CelConversions.Bool(a[0]),
        ["bytes"] = a => CelConversions.Bytes(a[0]),
        ["duration"] = a => a[0] is TimeSpan ? a[0] : CelConversions.Duration(Text(a[0])),
        ["timestamp"] = a => a[0] is DateTimeOffset ? a[0] : CelConversions.Timestamp(Text(a[0])),
        ["type"] = a => new CelType(CelValues.TypeName(a[0])),
        ["dyn"] = a => a[0],

        ["startsWith"] = a => Text(a[0]).StartsWith(Text(a[1]), StringComparison.Ordinal),
        ["endsWith"] = a => Text(a[0]).EndsWith(Text(a[1]), StringComparison.Ordinal),
        ["contains"] = a => Text(a[0]).Contains(Text(a[1]), StringComparison.Ordinal),
        ["matches"] = a => Patterns.IsMatch(Text(a[1]), Text(a[0])),
        ["lowerAscii"] = a => Text(a[0]).ToLowerInvariant(),
        ["upperAscii"] = a => Text(a[0]).ToUpperInvariant(),
        ["trim"] = a => Text(a[0]).Trim(),
        ["split"] = Split,
        ["join"] = a => string.Join(a.Length > 1 ? Text(a[1]) : "", List(a[0]).Select(Text)),
        ["replace"] = Replace,
        ["substring"] = a => Substring(Text(a[0]), Number(a[1]), a.Length > 2 ? Number(a[2]) : Text(a[0]).Length),
        ["charAt"] = a => Substring(Text(a[0]), Number(a[1]), Math.Min(Number(a[1]) + 1, Text(a[0]).Length)),
        ["indexOf"] = a => IndexOf(a),
        ["lastIndexOf"] = a => a[0] is string text ? text.LastIndexOf(Text(a[1]), StringComparison.Ordinal) : (long)List(a[0]).FindLastIndex(item => CelValues.Same(item, a[1])),
        ["find"] = a => Patterns.Compile(Text(a[1])).Match(Text(a[0])).Value,
        ["findAll"] = a => Patterns.Compile(Text(a[1])).Matches(Text(a[0])).Take(a.Length > 2 ? Number(a[2]) : int.MaxValue).Select(match => (object?)match.Value).ToList(),
        ["reverse"] = a => a[0] is string text ? new string([.. text.Reverse()]) : Enumerable.Reverse(List(a[0])).ToList(),

        ["isSorted"] = a => List(a[0]).Zip(List(a[0]).Skip(1)).All(pair => CelOperators.Compare(pair.First, pair.Second) <= 0),
        ["min"] = a => List(a[0]).Aggregate((x, y) => CelOperators.Compare(x, y) <= 0 ? x : y),
        ["max"] = a => List(a[0]).Aggregate((x, y) => CelOperators.Compare(x, y) >= 0 ? x : y),
        ["sum"] = a => List(a[0]).Aggregate((object?)0L, (x, y) => Equals(x, 0L) ? y : CelOperators.Apply("+", x, y)),

        ["isURL"] = a => Url(Text(a[0])) is not null,
        ["url"] = a => Url(Text(a[0])) ?? throw new CelException($"URL parse error during conversion from string: {Text(a[0])}"),
        ["getScheme"] = a => ((Uri)a[0]!).Scheme,
        ["getHost"] = a => ((Uri)a[0]!).IsDefaultPort ? ((Uri)a[0]!).Host : ((Uri)a[0]!).Authority,
        ["getHostname"] = a => ((Uri)a[0]!).Host,
        ["getPort"] = a => ((Uri)a[0]!).IsDefaultPort ? "" : ((Uri)a[0]!).Port.ToString(CultureInfo.InvariantCulture),
        ["getEscapedPath"] = a => ((Uri)a[0]!).AbsolutePath,
        ["isIP"] = a => IPAddress.TryParse(Text(a[0]), out _),
        ["isCIDR"] = a => IPNetwork.TryParse(Text(a[0]), out _),

        ["isQuantity"] = a => CelQuantity.TryParse(Text(a[0])) is not null,
        ["quantity"] = a => CelQuantity.TryParse(Text(a[0])) ?? throw new CelException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"),
        ["isGreaterThan"] = a => ((CelQuantity)a[0]!).Value > ((CelQuantity)a[1]!).Value,
        ["isLessThan"] = a => ((CelQuantity)a[0]!).Value < ((CelQuantity)a[1]!).Value,
        ["compareTo"] = a => (long)((CelQuantity)a[0]!).Value.CompareTo(((CelQuantity)a[1]!).Value),
        ["asInteger"] = a => (long)((CelQuantity)a[0]!).Value,
        ["asApproximateFloat"] = a => (double)((CelQuantity)a[0]!).Value,

        ["hasValue"] = a => ((CelOptional)a[0]!).HasValue,
        ["value"] = a => a[0] is CelOptional { HasValue: true } some ? some.Value : throw new CelException("optional.none() dereference"),
        ["orValue"] = a => a[0] is CelOptional { HasValue: true } some ? some.Value : a[1],
        ["or"] = a => a[0] is CelOptional { HasValue: true } ? a[0] : a[1],
        ["optional.of"] = a => CelOptional.Of(a[0]),
        ["optional.none"] = _ => CelOptional.None,

        ["getFullYear"] = a => (long)Time(a[0]).Year,
        ["getMonth"] = a => (long)Time(a[0]).Month - 1,
        ["getDate"] = a => (long)Time(a[0]).Day,
        ["getHours"] = a => a[0] is TimeSpan duration ? (long)duration.TotalHours : Time(a[0]).Hour,
        ["getMinutes"] = a => a[0] is TimeSpan duration ? (long)duration.TotalMinutes : Time(a[0]).Minute,
        ["getSeconds"] = a => a[0] is TimeSpan duration ? (long)duration.TotalSeconds : Time(a[0]).Second,
        ["getMilliseconds"] = a => a[0] is TimeSpan duration ? (long)duration.TotalMilliseconds : Time(a[0]).Millisecond,
    };

    public static bool Exists(string name) => Table.ContainsKey(name);

    public static object? Call(string name, object?[] arguments)
    {
        try
        {
            return Table[name](arguments);
        }
        catch (Exception problem) when (problem is InvalidCastException or IndexOutOfRangeException or NullReferenceException or ArgumentException or InvalidOperationException)
        {
            throw new CelException($"no such overload: {name}({string.Join(", ", arguments.Select(CelValues.TypeName))})");
        }
    }

    private static long Size(object? value) => value switch
    {
        string text => text.EnumerateRunes().Count(),
        byte[] bytes => bytes.Length,
        List<object?> list => list.Count,
        CelObject obj => obj.Count,
        Dictionary<object, object?> map => map.Count,
        _ => throw new InvalidCastException(),
    };

    private static List<object?> Split(object?[] a)
    {
        var limit = a.Length > 2 ? Number(a[2]) : -1;
        if (limit == 0) return [];
        var parts = limit < 0 ? Text(a[0]).Split(Text(a[1])) : Text(a[0]).Split(Text(a[1]), limit);
        return [.. parts];
    }

    private static string Replace(object?[] a)
    {
        if (a.Length < 4) return Text(a[0]).Replace(Text(a[1]), Text(a[2]), StringComparison.Ordinal);
        var parts = Text(a[0]).Split(Text(a[1]), Number(a[3]) + 1);
        return string.Join(Text(a[2]), parts);
    }

    private static string Substring(string text, int start, int end) =>
        start >= 0 && end <= text.Length && start <= end ? text[start..end] : throw new CelException($"index out of range: {start}");

    private static long IndexOf(object?[] a) => a[0] is string text
        ? text.IndexOf(Text(a[1]), a.Length > 2 ? Number(a[2]) : 0, StringComparison.Ordinal)
        : List(a[0]).FindIndex(item => CelValues.Same(item, a[1]));

    private static Uri? Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) || (text.StartsWith('/') && Uri.TryCreate("file://" + text, UriKind.Absolute, out url)) ? url : null;

    private static string Text(object? value) => (string)value!;

    private static List<object?> List(object? value) => (List<object?>)value!;

    private static int Number(object? value) => (int)(long)value!;

    private static DateTime Time(object? value) => ((DateTimeOffset)value!).UtcDateTime;
}
