using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Kubernetes.Entities;
using k8s.Models;

namespace ImageCloneOperator.Generator.Schemas;

/// <summary>
/// Makes the apiextensions.k8s.io/v1 CustomResourceDefinition of a C# type, from its JSON contract, attributes and XML docs.
/// </summary>
internal static class CrdManifest
{
    /// <param name="type">The contract of a class with a <see cref="KubernetesEntityAttribute"/>.</param>
    /// <exception cref="InvalidOperationException">The type says too little, or something that a structural schema cannot say.</exception>
    public static JsonObject Of(JsonTypeInfo type)
    {
        var entity = type.Type.GetCustomAttribute<KubernetesEntityAttribute>()
            ?? throw new InvalidOperationException($"{type.Type} needs a [KubernetesEntity] to become a CustomResourceDefinition.");
        return new()
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{entity.PluralName}.{entity.Group}",
                // With a kind go all its objects, so that Argo CD and Flux must not prune it by mistake.
                ["annotations"] = new JsonObject
                {
                    ["argocd.argoproj.io/sync-options"] = "Prune=false,Delete=false",
                    ["kustomize.toolkit.fluxcd.io/prune"] = "disabled",
                },
            },
            ["spec"] = new JsonObject
            {
                ["group"] = entity.Group,
                ["names"] = Names(entity, type.Type.GetCustomAttribute<ResourceNamesAttribute>() ?? new()),
                ["scope"] = (type.Type.GetCustomAttribute<EntityScopeAttribute>()?.Scope ?? EntityScope.Namespaced).ToString(),
                ["versions"] = new JsonArray(Version(entity, type)),
            },
        };
    }

    private static JsonObject Names(KubernetesEntityAttribute entity, ResourceNamesAttribute others)
    {
        var names = new JsonObject();
        if (others.Categories.Length > 0) names["categories"] = Strings(others.Categories);
        names["kind"] = entity.Kind;
        names["listKind"] = entity.Kind + "List";
        names["plural"] = entity.PluralName;
        if (others.ShortNames.Length > 0) names["shortNames"] = Strings(others.ShortNames);
        names["singular"] = entity.Kind.ToLowerInvariant();
        return names;
    }

    private static JsonObject Version(KubernetesEntityAttribute entity, JsonTypeInfo type)
    {
        var version = new JsonObject { ["name"] = entity.ApiVersion, ["served"] = true, ["storage"] = true };
        var columns = type.Type.GetCustomAttributes<PrinterColumnAttribute>().Select(Column).ToArray();
        if (columns.Length > 0) version["additionalPrinterColumns"] = new JsonArray(columns);
        version["schema"] = new JsonObject { ["openAPIV3Schema"] = StructuralSchema.Of(type) };
        if (type.Properties.Any(property => property.Name == "status"))
        {
            version["subresources"] = new JsonObject { ["status"] = new JsonObject() };
        }

        return version;
    }

    private static JsonNode Column(PrinterColumnAttribute column)
    {
        var node = new JsonObject { ["name"] = column.Name, ["type"] = column.Type, ["jsonPath"] = column.JsonPath };
        if (column.Description is not null) node["description"] = column.Description;
        if (column.Priority != 0) node["priority"] = column.Priority;
        return node;
    }

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);
}
