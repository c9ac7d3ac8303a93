using System.Text.Json.Nodes;

namespace ImageCloneOperator.Kubernetes.Patching;

/// <summary>JSON merge patches (RFC 7386).</summary>
public static class MergePatch
{
    /// <summary>The smallest patch that turns one object into the other; null when they are equal.</summary>
    public static JsonObject? Difference(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (name, _) in before)
        {
            if (!after.ContainsKey(name)) patch[name] = null;
        }

        foreach (var (name, value) in after)
        {
            var old = before[name];
            if (JsonNode.DeepEquals(old, value)) continue;
            patch[name] = old is JsonObject from && value is JsonObject to ? Difference(from, to) : value?.DeepClone();
        }

        return patch.Count == 0 ? null : patch;
    }
}
