using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Resources;
using ImageCloneOperator.Testing.KubeApi.Schemas.Reading;

namespace ImageCloneOperator.Testing.KubeApi.Objects;

/// <summary>Takes an object from a request: type, unknown and duplicate fields, the storage version.</summary>
internal static class ObjectDecoder
{
    public static async Task<JsonObject> ReadAsync(ApiRequest request)
    {
        var body = await RequestBody.ReadJsonAsync(request.Http.Request, request.Cancelled);
        return Decode(request, request.Resource, body);
    }

    /// <exception cref="ApiException">
    /// 400 for what is not such an object, or has unknown fields when the client is strict about them.
    /// </exception>
    public static JsonObject Decode(ApiRequest request, ResourceDefinition resource, byte[] body)
    {
        var (obj, duplicates) = Parse(body, resource);
        CheckType(obj, resource);
        if (resource.Custom is null && KindSchemas.For(resource) is { } schema) GoTypes.Check(resource, schema.Root, obj);
        Prune(request, resource, obj, duplicates, ApiError.BadRequest);
        return VersionConversion.ToStorage(resource, obj);
    }

    /// <summary>Drops what the schema doesn't know, and says so as the client asked to be told.</summary>
    /// <param name="refuse">How a strict client is told.</param>
    public static void Prune(
        ApiRequest request,
        ResourceDefinition resource,
        JsonObject obj,
        IReadOnlyList<string> duplicates,
        Func<string, ApiException> refuse)
    {
        if (KindSchemas.For(resource) is not { } schema) return;
        if (schema.DecodeError(obj) is { } problem) throw ApiError.BadRequest(problem);
        var unknown = schema.Prune(obj);
        if (unknown.Count + duplicates.Count == 0) return;
        var mode = request.Query("fieldValidation");
        var warnings = StrictDecoding.Warnings(unknown, duplicates);
        if (mode == "Strict") throw refuse(StrictDecoding.Error(schema, warnings));
        if (mode == "Ignore") return;
        foreach (var warning in warnings) request.Warn(warning);
    }

    private static (JsonObject Object, IReadOnlyList<string> Duplicates) Parse(byte[] body, ResourceDefinition resource)
    {
        try
        {
            var duplicates = DuplicateFields.Find(body);
            return (duplicates.Count == 0 ? Json.ParseObject(body) : LastWins(body), duplicates);
        }
        catch (JsonException problem)
        {
            throw ApiError.BadRequest($"the object provided is unrecognized (must be of type {resource.Kind}): "
                + $"couldn't get version/kind; json parse error: {problem.Message}");
        }
    }

    // JsonNode refuses an object with the same key twice; Go's decoder takes the last.
    private static JsonObject LastWins(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return Copy(document.RootElement) as JsonObject ?? throw new JsonException("the JSON is not an object");
    }

    private static JsonNode? Copy(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array) return new JsonArray([.. element.EnumerateArray().Select(Copy)]);
        if (element.ValueKind != JsonValueKind.Object)
            return element.ValueKind == JsonValueKind.Null ? null : JsonValue.Create(element.Clone());
        var copy = new JsonObject();
        foreach (var member in element.EnumerateObject()) copy[member.Name] = Copy(member.Value);
        return copy;
    }

    private static ApiException WrongType(string version, string kind, ResourceDefinition resource) =>
        resource.Custom is not null && kind == resource.Kind
            ? ApiError.BadRequest(
                $"the API version in the data ({version}) does not match the expected API version ({resource.ApiVersion})")
            : ApiError.BadRequest($"{kind} in version \"{version.Split('/')[^1]}\" cannot be handled as a {resource.Kind}: "
                + $"no kind \"{kind}\" is registered for version \"{version}\"");

    private static void CheckType(JsonObject obj, ResourceDefinition resource)
    {
        var version = obj.Text("apiVersion");
        var kind = obj.Text("kind");
        if ((version.Length > 0 && version != resource.ApiVersion) || (kind.Length > 0 && kind != resource.Kind))
            throw WrongType(version, kind, resource);
        obj["apiVersion"] = resource.ApiVersion;
        obj["kind"] = resource.Kind;
        if (obj.At("metadata") is not JsonObject) obj["metadata"] = new JsonObject();
    }
}
