using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.Apply;

/// <summary>
/// A set of field paths in the form of FieldsV1: <c>f:name</c>, <c>k:{keys}</c>, <c>v:value</c>. A node may be in the set, have children in
/// it, or both.
/// </summary>
internal sealed class FieldSet
{
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    public bool Member { get; set; }

    public IReadOnlyDictionary<string, FieldSet> Children => _children;

    public bool IsEmpty => !Member && _children.Count == 0;

    public static FieldSet Parse(JsonObject? fields)
    {
        var set = new FieldSet();
        foreach (var (element, value) in fields ?? [])
        {
            if (element == ".") continue;
            var nested = value as JsonObject ?? [];
            var child = Parse(nested);
            child.Member = nested.Count == 0 || nested.ContainsKey(".");
            set._children[element] = child;
        }

        return set;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Member && _children.Count > 0) json["."] = new JsonObject();
        foreach (var (element, child) in _children) json[element] = child.ToJson();
        return json;
    }

    /// <summary>The node for an element, created when it is missing; the caller prunes what stays empty.</summary>
    public FieldSet Child(string element)
    {
        if (!_children.TryGetValue(element, out var child)) _children[element] = child = new FieldSet();
        return child;
    }

    /// <summary>A copy in which an element has this child.</summary>
    public FieldSet With(string element, FieldSet child)
    {
        var copy = new FieldSet { Member = Member };
        foreach (var (name, other) in _children) copy._children[name] = other;
        if (child.IsEmpty) copy._children.Remove(element);
        else copy._children[element] = child;
        return copy;
    }

    public FieldSet? Find(string element) => _children.GetValueOrDefault(element);

    public FieldSet Union(FieldSet other) => Combine(this, other, static (left, right) => left || right);

    public FieldSet Difference(FieldSet other) => Combine(this, other, static (left, right) => left && !right);

    public FieldSet Intersection(FieldSet other) => Combine(this, other, static (left, right) => left && right);

    /// <summary>Without the fields below these, and without themselves.</summary>
    public FieldSet WithoutTrees(FieldSet roots)
    {
        var result = new FieldSet { Member = Member };
        foreach (var (element, child) in _children)
        {
            if (roots.Find(element) is not { } root) result._children[element] = child;
            else if (!root.Member && child.WithoutTrees(root) is { IsEmpty: false } rest) result._children[element] = rest;
        }

        return result;
    }

    public IEnumerable<string> Paths(string prefix = "")
    {
        if (Member && prefix.Length > 0) yield return prefix;
        foreach (var (element, child) in _children)
        {
            foreach (var path in child.Paths(prefix + PathElement.Show(element))) yield return path;
        }
    }

    private static FieldSet Combine(FieldSet? left, FieldSet? right, Func<bool, bool, bool> rule)
    {
        var result = new FieldSet { Member = rule(left?.Member ?? false, right?.Member ?? false) };
        IEnumerable<string> elements =
        [
            .. left?._children.Keys ?? Enumerable.Empty<string>(),
            .. right?._children.Keys ?? Enumerable.Empty<string>(),
        ];
        foreach (var element in elements.Distinct(StringComparer.Ordinal))
        {
            var child = Combine(left?.Find(element), right?.Find(element), rule);
            if (!child.IsEmpty) result._children[element] = child;
        }

        return result;
    }
}
