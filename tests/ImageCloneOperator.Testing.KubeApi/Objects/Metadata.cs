using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.Objects;

/// <summary>ObjectMeta as it lies in an object's JSON.</summary>
public static class Metadata
{
    public static JsonObject Meta(this JsonObject obj) => obj.Child("metadata");

    public static string Name(this JsonObject obj) => obj.Text("metadata", "name");

    public static string Namespace(this JsonObject obj) => obj.Text("metadata", "namespace");

    public static string Uid(this JsonObject obj) => obj.Text("metadata", "uid");

    public static string ResourceVersion(this JsonObject obj) => obj.Text("metadata", "resourceVersion");

    public static bool IsTerminating(this JsonObject obj) => obj.At("metadata", "deletionTimestamp") is not null;

    public static string[] Finalizers(this JsonObject obj) => [.. obj.Texts("metadata", "finalizers")];

    public static void SetFinalizers(this JsonObject obj, IReadOnlyCollection<string> finalizers)
    {
        if (finalizers.Count == 0) obj.Meta().Remove("finalizers");
        else obj.Meta()["finalizers"] = new JsonArray([.. finalizers.Select(name => (JsonNode)name)]);
    }
}
