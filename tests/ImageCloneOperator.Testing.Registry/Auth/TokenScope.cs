namespace ImageCloneOperator.Testing.Registry.Auth;

/// <summary><c>repository:&lt;name&gt;:&lt;action&gt;,…</c>; the name may contain the colon of a port.</summary>
internal sealed record TokenScope(string Type, string Name, IReadOnlyList<string> Actions)
{
    public static TokenScope? Parse(string text)
    {
        var first = text.IndexOf(':', StringComparison.Ordinal);
        var last = text.LastIndexOf(':');
        return first < 0 || first == last
            ? null
            : new TokenScope(text[..first], text[(first + 1)..last], text[(last + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries));
    }
}
