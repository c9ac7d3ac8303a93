using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Resources;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>The checks and defaults that every write shares.</summary>
internal sealed class ObjectChecks(Cluster cluster)
{
    /// <exception cref="ApiException">404 without the namespace, 403 while it terminates.</exception>
    public void Namespace(ApiRequest request, JsonObject obj)
    {
        if (!request.Resource.Namespaced) return;
        var resource = cluster.Catalog.FindTable("/namespaces")!;
        var found = cluster.FindNamespace(request.Namespace) ?? throw ApiError.NotFound(resource, request.Namespace);
        if (found.IsTerminating) throw ApiError.NamespaceTerminating(request.Resource, obj.Name(), request.Namespace);
    }

    public static void Default(ResourceDefinition resource, JsonObject obj) => KindSchemas.Stored(resource)?.Default(obj);

    /// <exception cref="ApiException">422 with every error at once.</exception>
    public static void Validate(ResourceDefinition resource, JsonObject obj, JsonObject? old)
    {
        var errors = NameRules.Check(resource, obj)
            .Concat(KindSchemas.Stored(resource)?.Validate(obj, old) ?? [])
            .Concat(Strategies.Check(resource, obj, old))
            .ToList();
        if (errors.Count > 0) throw ApiError.Invalid(resource, obj.Name(), errors);
    }
}
