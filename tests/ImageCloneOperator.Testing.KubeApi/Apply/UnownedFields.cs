using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

namespace ImageCloneOperator.Testing.KubeApi.Apply;

/// <summary>Fields that nobody owns: the server's own metadata, and what a write through this door cannot change.</summary>
internal static class UnownedFields
{
    private static readonly FieldSet Metadata = Set("""
        {"f:name":{},"f:namespace":{},"f:creationTimestamp":{},"f:selfLink":{},"f:uid":{},"f:generation":{},"f:managedFields":{},
         "f:resourceVersion":{},"f:deletionTimestamp":{},"f:deletionGracePeriodSeconds":{}}
        """);

    private static readonly FieldSet Types = Set("""{"f:apiVersion":{},"f:kind":{}}""");
    private static readonly FieldSet ThroughStatus = Set("""{"f:apiVersion":{},"f:kind":{},"f:metadata":{},"f:spec":{}}""");
    private static readonly FieldSet Status = Set("""{"f:status":{}}""");

    public static FieldSet Filter(KindSchema kind, string subresource, FieldSet fields)
    {
        if (subresource == "status") return fields.WithoutTrees(ThroughStatus);
        var result = fields.WithoutTrees(Types);
        if (subresource.Length == 0 && kind.HasStatus) result = result.WithoutTrees(Status);
        if (result.Find("f:metadata") is not { } metadata) return result;
        var kept = metadata.WithoutTrees(Metadata);
        kept.Member = false;
        return result.With("f:metadata", kept);
    }

    private static FieldSet Set(string fields) => FieldSet.Parse(JsonNode.Parse(fields)!.AsObject());
}
