using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Resources;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Http;

/// <summary>Turns stored bytes into what one version of a resource shows.</summary>
internal static class ObjectWriter
{
    /// <summary>An object on its own, or in a watch.</summary>
    public static byte[] Full(ResourceDefinition resource, StoredObject obj) =>
        IsStoredForm(resource) ? obj.Utf8 : VersionConversion.FromStorage(resource, obj.ToJson()).ToUtf8();

    /// <summary>An object in a list: typed lists leave out each item's kind and apiVersion.</summary>
    public static void WriteItem(Utf8JsonWriter writer, ResourceDefinition resource, StoredObject obj)
    {
        if (resource.Custom is not null || !IsStoredForm(resource))
        {
            writer.WriteRawValue(Full(resource, obj), skipInputValidation: true);
            return;
        }

        // The comma after the two fields becomes the brace that opens the object.
        var start = obj.TypeLength - 1;
        var item = new byte[obj.Utf8.Length - start];
        obj.Utf8.AsSpan(start).CopyTo(item);
        item[0] = (byte)'{';
        writer.WriteRawValue(item, skipInputValidation: true);
    }

    public static JsonObject Partial(StoredObject obj) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = obj.ToJson()["metadata"]!.DeepClone(),
    };

    private static bool IsStoredForm(ResourceDefinition resource) => resource.ApiVersion == resource.StorageApiVersion;
}
