using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Apply.Merging;

/// <summary>What a write changed, as sets of fields.</summary>
internal sealed record Comparison(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    /// <summary>What the writer now owns.</summary>
    public FieldSet Written => Added.Union(Modified);

    public static Comparison Of(Schema schema, JsonObject? old, JsonObject updated)
    {
        var found = new Comparison(new FieldSet(), new FieldSet(), new FieldSet());
        found.Compare(schema, old ?? [], updated);

        // Walking leaves empty nodes behind; a union with nothing drops them.
        var nothing = new FieldSet();
        return new Comparison(found.Added.Union(nothing), found.Modified.Union(nothing), found.Removed.Union(nothing));
    }

    private void Compare(Schema schema, JsonNode? old, JsonNode? updated)
    {
        if (!HasParts(schema, old) || !HasParts(schema, updated) || old!.GetValueKind() != updated!.GetValueKind())
        {
            Modified.Member = !JsonQuery.Same(old, updated);
            return;
        }

        var before = Typed.Parts(schema, old);
        var after = Typed.Parts(schema, updated);
        foreach (var (element, value) in after)
        {
            if (before.TryGetValue(element, out var previous)) Below(element).Compare(Typed.Below(schema, element), previous, value);
            else Whole(schema, element, value, Added, known: true);
        }

        foreach (var (element, value) in before.Where(part => !after.ContainsKey(part.Key)))
            Whole(schema, element, value, Removed, known: true);
    }

    private Comparison Below(string element) => new(Added.Child(element), Modified.Child(element), Removed.Child(element));

    private static bool HasParts(Schema schema, JsonNode? node) => Typed.IsMap(schema, node) || Typed.IsList(schema, node);

    private static void Whole(Schema parent, string element, JsonNode? node, FieldSet parentSet, bool known)
    {
        var schema = Typed.Below(parent, element);
        var alwaysThere = known && IsAlwaysThere(parent, element, schema);
        if (alwaysThere && (node is JsonObject { Count: 0 } || node.Text() is "")) return;
        var set = parentSet.Child(element);
        var parts = HasParts(schema, node) ? Typed.Parts(schema, node) : [];
        set.Member = parts.Count == 0 || !alwaysThere;
        foreach (var (name, value) in parts) Whole(schema, name, value, set, alwaysThere);
    }

    // What a built-in kind always carries, even when empty, is nobody's addition; in a new item of a list all is new.
    private static bool IsAlwaysThere(Schema parent, string element, Schema schema) => parent.Definition is not null && element[0] == 'f'
        && (schema.Default is JsonObject { Count: 0 } || schema.Default.Text() is "" || element == "f:metadata"
            || (schema.Type == SchemaType.Array && parent.Required.Contains(element[2..])));
}
