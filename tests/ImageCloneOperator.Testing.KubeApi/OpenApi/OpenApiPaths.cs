using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.OpenApi;

/// <summary>The paths of a document, with the query parameters that kubectl looks for before it uses them.</summary>
internal static class OpenApiPaths
{
    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private static readonly string[] Writing = ["dryRun", "fieldManager", "fieldValidation"];
    private static readonly string[] Listing =
    [
        "allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "resourceVersionMatch",
        "timeoutSeconds", "watch",
    ];
    private static readonly string[] Deleting = ["dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy"];

    public static JsonObject Write(IReadOnlyList<OpenApiResource> resources)
    {
        var paths = new JsonObject();
        foreach (var resource in resources)
        {
            paths[resource.Path] = Collection(resource);
            paths[resource.Path + "/{name}"] = Item(resource, resource.Verbs);
            if (resource.Kind.HasStatus) paths[resource.Path + "/{name}/status"] = Item(resource, ["get", "update", "patch"]);
            if (resource.Namespaced && resource.Verbs.Contains("list"))
                paths[$"/{resource.GroupPath}/{resource.Plural}"] = new JsonObject { ["get"] = List(resource) };
        }

        return paths;
    }

    private static JsonObject Collection(OpenApiResource resource)
    {
        var path = new JsonObject();
        if (resource.Verbs.Contains("list")) path["get"] = List(resource);
        if (resource.Verbs.Contains("create")) path["post"] = Operation(resource, "post", Writing, resource.SchemaName);
        if (resource.Verbs.Contains("deletecollection"))
            path["delete"] = Operation(resource, "deletecollection", [.. Deleting, .. Listing], Meta + "Status");
        path["parameters"] = new JsonArray([.. PathParameters(resource)]);
        return path;
    }

    private static JsonObject Item(OpenApiResource resource, IReadOnlyList<string> verbs)
    {
        var path = new JsonObject();
        if (verbs.Contains("get")) path["get"] = Operation(resource, "get", [], resource.SchemaName);
        if (verbs.Contains("update")) path["put"] = Operation(resource, "put", Writing, resource.SchemaName);
        if (verbs.Contains("delete")) path["delete"] = Operation(resource, "delete", Deleting, Meta + "Status");
        if (verbs.Contains("patch")) path["patch"] = Operation(resource, "patch", [.. Writing, "force"], resource.SchemaName);
        path["parameters"] = new JsonArray([OpenApiParts.PathParameter("name"), .. PathParameters(resource)]);
        return path;
    }

    private static IEnumerable<JsonNode> PathParameters(OpenApiResource resource) =>
        resource.Namespaced
            ? [OpenApiParts.PathParameter("namespace"), OpenApiParts.QueryParameter("pretty", "string")]
            : [OpenApiParts.QueryParameter("pretty", "string")];

    private static JsonObject List(OpenApiResource resource) => Operation(resource, "list", Listing, resource.ListSchemaName);

    private static JsonObject Operation(OpenApiResource resource, string action, string[] parameters, string answer) => new()
    {
        ["operationId"] = $"{action}{resource.Kind.Version}{resource.Kind.Kind}",
        ["parameters"] = new JsonArray([.. parameters.Select(name => OpenApiParts.QueryParameter(name, TypeOf(name)))]),
        ["responses"] = new JsonObject { ["200"] = OpenApiParts.Response(OpenApiParts.Reference(answer)) },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = new JsonObject
        {
            ["group"] = resource.Kind.Group,
            ["kind"] = resource.Kind.Kind,
            ["version"] = resource.Kind.Version,
        },
    };

    private static string TypeOf(string parameter) => parameter switch
    {
        "force" or "watch" or "allowWatchBookmarks" or "orphanDependents" => "boolean",
        "limit" or "timeoutSeconds" or "gracePeriodSeconds" => "integer",
        _ => "string",
    };
}
