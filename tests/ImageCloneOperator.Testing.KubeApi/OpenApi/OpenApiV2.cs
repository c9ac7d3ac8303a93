using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.OpenApi;

/// <summary><c>/openapi/v2</c>: one Swagger document for everything, which older clients read.</summary>
public static class OpenApiV2
{
    public static JsonObject Document(IReadOnlyList<OpenApiResource> resources) => new()
    {
        ["swagger"] = "2.0",
        ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.36.0" },
        ["paths"] = new OpenApiPaths(SchemaDialect.V2).Write(resources),
        ["definitions"] = new OpenApiDefinitions(SchemaDialect.V2).Write(resources),
    };
}
