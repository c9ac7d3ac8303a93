using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Apply;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>
/// How a server helps kubectl's users from client-side to server-side apply: the annotation with the last applied configuration goes along.
/// </summary>
internal static class LastApplied
{
    public const string Manager = "kubectl";

    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";
    private const string ClientSide = "\"kubectl-client-side-apply\"";

    /// <summary>Whether all that stands in the way is what the same user applied from the client.</summary>
    public static bool Excuses(JsonObject? current, ApplyConflictException conflict) =>
        current.Text("metadata", "annotations", Annotation).Length > 0
        && conflict.Conflicts.All(one => one.Manager.StartsWith(ClientSide, StringComparison.Ordinal));

    public static JsonObject Follow(JsonObject result, JsonObject applied)
    {
        if (result.Text("metadata", "annotations", Annotation).Length == 0) return result;
        result.Meta().Child("annotations")[Annotation] = Sorted(applied)!.ToJsonString(Json.Relaxed) + "\n";
        return result;
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject obj => new JsonObject(
            obj.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
