namespace ImageCloneOperator.Generator.Charts;

/// <summary>
/// A manifest as text, with its comments, of which blocks are changed. What is not found is an error: the manifest has changed.
/// </summary>
internal sealed class YamlText(string text)
{
    private readonly List<string> _lines = [.. text.TrimEnd('\n').Split('\n')];

    /// <summary>The line that starts so, and the more indented ones below it, moved to the left margin.</summary>
    public IReadOnlyList<string> Block(string start)
    {
        var (first, count) = Find(start);
        var indent = Indent(start);
        return [.. _lines.GetRange(first, count).Select(line => line[Math.Min(indent, line.Length)..])];
    }

    public YamlText ReplaceBlock(string start, params IEnumerable<string> lines)
    {
        var (first, count) = Find(start);
        _lines.RemoveRange(first, count);
        _lines.InsertRange(first, lines);
        return this;
    }

    public YamlText InsertAfterBlock(string start, params IEnumerable<string> lines)
    {
        var (first, count) = Find(start);
        _lines.InsertRange(first + count, lines);
        return this;
    }

    public override string ToString() => string.Join('\n', _lines) + "\n";

    private (int First, int Count) Find(string start)
    {
        var first = _lines.FindIndex(line => line.StartsWith(start, StringComparison.Ordinal));
        if (first < 0) throw new InvalidOperationException($"No line starts with '{start}' in:\n{this}");
        var indent = Indent(start);
        // The items of a list stand as far left as its key.
        var isList = first + 1 < _lines.Count && _lines[first].EndsWith(':') && IsItem(_lines[first + 1], indent);
        var last = first;
        for (var next = first + 1; next < _lines.Count; next++)
        {
            // A comment belongs to what follows it.
            if (_lines[next].TrimStart(' ') is "" or ['#', ..]) continue;
            if (Indent(_lines[next]) <= indent && !(isList && IsItem(_lines[next], indent))) break;
            last = next;
        }

        return (first, last - first + 1);
    }

    private static bool IsItem(string line, int indent) =>
        Indent(line) == indent && line.TrimStart(' ').StartsWith("- ", StringComparison.Ordinal);

    private static int Indent(string line) => line.Length - line.TrimStart(' ').Length;
}
