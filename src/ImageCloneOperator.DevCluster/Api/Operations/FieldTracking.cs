using System.Text.Json.Nodes;
using ImageCloneOperator.DevCluster.Api.Http;

namespace ImageCloneOperator.DevCluster.Api.Operations;

/// <summary>Keeps metadata.managedFields: given the old object (null when created) and the new one, which it changes.</summary>
internal delegate void FieldTracker(ApiRequest request, JsonObject? old, JsonObject next);

internal static class FieldTracking
{
    /// <summary>For objects whose fields are already tracked.</summary>
    public static readonly FieldTracker None = (_, _, _) => { };

    /// <summary>Whatever differs now belongs to who wrote it.</summary>
    public static readonly FieldTracker Update = (_, _, _) => { };
}
