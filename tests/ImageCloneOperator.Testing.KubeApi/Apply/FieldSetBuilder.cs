using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Apply.Merging;
using ImageCloneOperator.Testing.KubeApi.Schemas;

namespace ImageCloneOperator.Testing.KubeApi.Apply;

/// <summary>The fields that an applied configuration names, and so owns.</summary>
internal static class FieldSetBuilder
{
    public static FieldSet Build(Schema schema, JsonNode? node)
    {
        var set = new FieldSet();
        Fill(schema, node, set);
        return set;
    }

    private static void Fill(Schema schema, JsonNode? node, FieldSet set)
    {
        if (Typed.IsMap(schema, node) || Typed.IsList(schema, node)) Parts(schema, node, set);
        else set.Member = true;
    }

    private static void Parts(Schema schema, JsonNode? node, FieldSet set)
    {
        foreach (var (element, value) in Typed.Parts(schema, node))
        {
            var child = set.Child(element);
            Fill(Typed.Below(schema, element), value, child);
            child.Member |= !Typed.IsNamed(schema, element) || value is null or JsonObject { Count: 0 };
        }
    }
}
