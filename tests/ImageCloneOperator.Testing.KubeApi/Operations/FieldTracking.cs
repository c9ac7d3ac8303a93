using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Apply;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Resources;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>Keeps metadata.managedFields: given the old object (null when created) and the new one, which it changes.</summary>
internal delegate void FieldTracker(ApiRequest request, DateTimeOffset now, JsonObject? old, JsonObject next);

internal static class FieldTracking
{
    /// <summary>For objects whose fields are already tracked.</summary>
    public static readonly FieldTracker None = (_, _, _, _) => { };

    /// <summary>Whatever differs now belongs to who wrote it.</summary>
    public static readonly FieldTracker Update = Track;

    private static void Track(ApiRequest request, DateTimeOffset now, JsonObject? old, JsonObject next)
    {
        if (KindSchemas.Stored(request.Resource) is { } schema)
            FieldOwnership.Track(schema, old, next, new FieldManager(request.FieldManager, request.Subresource), now);
    }
}
