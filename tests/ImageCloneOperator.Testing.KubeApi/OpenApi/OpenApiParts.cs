using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.OpenApi;

/// <summary>The small parts that an OpenAPI 3 document is made of.</summary>
internal static class OpenApiParts
{
    public static JsonObject Reference(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    public static JsonObject QueryParameter(string name, string type) =>
        new() { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = type, ["uniqueItems"] = true } };

    public static JsonObject PathParameter(string name) =>
        new()
        {
            ["name"] = name,
            ["in"] = "path",
            ["required"] = true,
            ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true },
        };

    public static JsonObject Response(JsonObject schema) =>
        new() { ["description"] = "OK", ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } } };
}
