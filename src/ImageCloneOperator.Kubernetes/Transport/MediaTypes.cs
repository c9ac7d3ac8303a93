using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Transport;

/// <summary>What the API server reads and writes.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";

    public const string Metadata = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

    public const string MetadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    public static string Of(V1Patch.PatchType type) => type switch
    {
        V1Patch.PatchType.JsonPatch => "application/json-patch+json",
        V1Patch.PatchType.MergePatch => "application/merge-patch+json",
        // JSON is YAML, and servers before 1.32 know no other name for apply.
        _ => "application/apply-patch+yaml",
    };
}
