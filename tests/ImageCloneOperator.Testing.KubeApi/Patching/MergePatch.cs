using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.Patching;

/// <summary>RFC 7386: JSON merge patch.</summary>
public static class MergePatch
{
    /// <summary>The patched object; neither argument changes.</summary>
    public static JsonObject Apply(JsonObject target, JsonObject patch) => (JsonObject)Merge(target, patch)!;

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return patch?.DeepClone();
        var result = target is JsonObject ? (JsonObject)target.DeepClone() : [];
        foreach (var (name, value) in changes)
        {
            if (value is null) result.Remove(name);
            else result[name] = Merge(result[name], value);
        }

        return result;
    }
}
