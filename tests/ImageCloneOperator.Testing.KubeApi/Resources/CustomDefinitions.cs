using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using KindSchema = ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn.KindSchema;

namespace ImageCloneOperator.Testing.KubeApi.Resources;

/// <summary>Reads what a CustomResourceDefinition serves.</summary>
internal static class CustomDefinitions
{
    public const string Table = "apiextensions.k8s.io/customresourcedefinitions";

    public static IReadOnlyList<ResourceDefinition> Resources(JsonObject crd)
    {
        var versions = crd.Objects("spec", "versions").ToDictionary(version => version.Text("name"));
        var stored = versions.Values.FirstOrDefault(version => version.Flag("storage"));
        var storage = $"{crd.Text("spec", "group")}/{(stored is null ? "" : stored.Text("name"))}";
        return [.. Schemas.Definitions.CustomResourceDefinitions.Kinds(crd)
            .Select(kind => Resource(crd, versions[kind.Version], kind, storage))];
    }

    private static ResourceDefinition Resource(JsonObject crd, JsonObject version, KindSchema schema, string storage)
    {
        var names = crd.At("spec", "names");
        var plural = names.Text("plural");
        return new ResourceDefinition(schema.Group, schema.Version, schema.Kind, plural, crd.Text("spec", "scope") == "Namespaced")
        {
            Singular = names.Text("singular") is { Length: > 0 } singular ? singular : schema.Kind.ToLowerInvariant(),
            ListKind = names.Text("listKind") is { Length: > 0 } list ? list : schema.Kind + "List",
            ShortNames = [.. names.Texts("shortNames")],
            Categories = [.. names.Texts("categories")],
            HasStatus = schema.HasStatus,
            HasScale = version.At("subresources", "scale") is not null,
            HasGeneration = true,
            StorageApiVersion = storage,
            SelectableFields = [.. version.Objects("selectableFields").Select(field => field.Text("jsonPath").TrimStart('.'))],
            Custom = new CustomVersion(crd.Name(), schema, version.At("subresources", "scale") as JsonObject),
        };
    }
}
