using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.Testing.KubeApi.OpenApi;

/// <summary><c>/openapi/v3</c>: an index of documents by group and version, and the documents.</summary>
public static class OpenApiV3
{
    /// <summary>What kubectl asks first; the hash in each address lets it cache the document.</summary>
    /// <param name="documents">By <see cref="OpenApiResource.GroupPath"/>.</param>
    public static JsonObject Index(IEnumerable<KeyValuePair<string, JsonObject>> documents) => new()
    {
        ["paths"] = new JsonObject(documents.Select(document => KeyValuePair.Create(document.Key,
            (JsonNode?)new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{document.Key}?hash={Hash(document.Value)}" }))),
    };

    /// <summary>The document of one group and version, for all of its resources.</summary>
    public static JsonObject Document(IReadOnlyList<OpenApiResource> resources) => new()
    {
        ["openapi"] = "3.0.0",
        ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.36.0" },
        ["paths"] = OpenApiPaths.Write(resources),
        ["components"] = new JsonObject { ["schemas"] = new OpenApiDefinitions().Write(resources) },
    };

    public static string Hash(JsonObject document) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(document.ToJsonString())));
}
