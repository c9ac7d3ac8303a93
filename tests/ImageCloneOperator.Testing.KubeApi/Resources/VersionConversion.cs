using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.Resources;

/// <summary>Between the stored form of an object and the versions that serve it. Custom resources convert as with strategy None.</summary>
internal static class VersionConversion
{
    public static JsonObject FromStorage(ResourceDefinition resource, JsonObject obj)
    {
        if (resource.Group == "events.k8s.io") EventConversion.ToNew(obj);
        obj["apiVersion"] = resource.ApiVersion;
        return obj;
    }

    public static JsonObject ToStorage(ResourceDefinition resource, JsonObject obj)
    {
        if (resource.Group == "events.k8s.io") EventConversion.ToCore(obj);
        obj["apiVersion"] = resource.StorageApiVersion;
        return obj;
    }
}
