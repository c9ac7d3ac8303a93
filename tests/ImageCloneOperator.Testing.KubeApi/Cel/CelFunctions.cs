using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Cel;

/// <summary>The functions that rules of CRDs mostly use; a method's target is the first argument.</summary>
internal static class CelFunctions
{
    private static readonly Dictionary<string, (SchemaType Result, Func<object?[], object?> Body)> Table = new(StringComparer.Ordinal)
    {
        ["dyn"] = (SchemaType.Any, a => a[0]),
        ["size"] = (SchemaType.Integer, a => Size(a[0])),
        ["string"] = (SchemaType.String, a => CelValues.Show(a[0])),
        ["duration"] = (SchemaType.Any, a => a[0] is TimeSpan ? a[0] : CelDuration.Parse(Text(a[0]))),
        ["startsWith"] = (SchemaType.Boolean, a => Text(a[0]).StartsWith(Text(a[1]), StringComparison.Ordinal)),
        ["endsWith"] = (SchemaType.Boolean, a => Text(a[0]).EndsWith(Text(a[1]), StringComparison.Ordinal)),
        ["contains"] = (SchemaType.Boolean, a => Text(a[0]).Contains(Text(a[1]), StringComparison.Ordinal)),
        ["matches"] = (SchemaType.Boolean, a => Patterns.IsMatch(Text(a[1]), Text(a[0]))),
    };

    /// <summary>The type of what a function yields; null where there is no such function.</summary>
    public static SchemaType? Result(string name) => Table.TryGetValue(name, out var function) ? function.Result : null;

    public static object? Call(string name, object?[] arguments)
    {
        try
        {
            return Table[name].Body(arguments);
        }
        catch (Exception mismatch)
            when (mismatch is InvalidCastException or IndexOutOfRangeException or NullReferenceException or ArgumentException)
        {
            throw new CelException($"no such overload: {name}({string.Join(", ", arguments.Select(CelValues.TypeName))})");
        }
    }

    private static long Size(object? value) => value switch
    {
        string text => text.EnumerateRunes().Count(),
        List<object?> list => list.Count,
        CelObject obj => obj.Count,
        _ => throw new InvalidCastException(),
    };

    private static string Text(object? value) => (string)value!;
}
