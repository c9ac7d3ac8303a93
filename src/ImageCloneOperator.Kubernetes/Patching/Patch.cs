using System.Text.Json.Nodes;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Patching;

/// <summary>A change to an object, as one of the patch formats of the Kubernetes API.</summary>
public sealed record Patch
{
    private Patch(V1Patch.PatchType type, JsonNode body) => (Type, Body) = (type, body);

    public V1Patch.PatchType Type { get; }

    public JsonNode Body { get; }

    /// <summary>Who owns the changed fields; null means the client's own name.</summary>
    public string? FieldManager { get; init; }

    /// <summary>Only for apply: takes fields over that others own, instead of failing with a conflict.</summary>
    public bool Force { get; init; }

    /// <summary>RFC 6902. A failed <c>test</c> operation is answered with 422 Invalid.</summary>
    public static Patch Json(params IEnumerable<JsonPatchOperation> operations) =>
        new(V1Patch.PatchType.JsonPatch, new JsonArray([.. operations.Select(operation => operation.ToJson())]));

    /// <summary>
    /// RFC 7386: null removes a field, an array replaces the whole array. A <c>metadata.resourceVersion</c> in it is a precondition.
    /// </summary>
    public static Patch Merge(JsonObject change) => new(V1Patch.PatchType.MergePatch, change);

    /// <summary>
    /// Server-side apply: the object is created or brought to this state, and fields that this manager applied before and no longer names
    /// are removed. With a <c>metadata.uid</c> in it, an object that has gone is not created again (409 Conflict).
    /// </summary>
    public static Patch Apply(JsonObject configuration, bool force = false) =>
        new(V1Patch.PatchType.ApplyPatch, configuration) { Force = force };

    /// <summary>For the official client's operations, which take field manager and force beside it.</summary>
    public V1Patch ToV1Patch() => new(Body.ToJsonString(), Type);
}
