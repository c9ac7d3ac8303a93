using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.OpenApi;

/// <summary>How OpenAPI 2 and 3 differ where these documents meet both.</summary>
internal sealed record SchemaDialect(string References, bool HasJunctors)
{
    public static readonly SchemaDialect V2 = new("#/definitions/", HasJunctors: false);

    public static readonly SchemaDialect V3 = new("#/components/schemas/", HasJunctors: true);

    public JsonObject Reference(string name) => new() { ["$ref"] = References + name };

    public JsonObject QueryParameter(string name, string type) => HasJunctors
        ? new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = type, ["uniqueItems"] = true } }
        : new JsonObject { ["name"] = name, ["in"] = "query", ["type"] = type, ["uniqueItems"] = true };

    public JsonObject PathParameter(string name) => HasJunctors
        ? new JsonObject { ["name"] = name, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true } }
        : new JsonObject { ["name"] = name, ["in"] = "path", ["required"] = true, ["type"] = "string", ["uniqueItems"] = true };

    public JsonObject Response(JsonObject schema) => HasJunctors
        ? new JsonObject { ["description"] = "OK", ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } } }
        : new JsonObject { ["description"] = "OK", ["schema"] = schema };
}
