using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Patching;
using ImageCloneOperator.Testing.KubeApi.Resources;
using FieldError = ImageCloneOperator.Testing.KubeApi.Schemas.FieldError;
using KindSchema = ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn.KindSchema;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>PATCH in all its types.</summary>
internal sealed class PatchHandler(ObjectUpdater updater, ObjectResponder responder, ApplyHandler apply)
{
    public async Task HandleAsync(ApiRequest request)
    {
        var type = MediaType.Parse(request.Http.Request.ContentType ?? "").Type;
        var body = await RequestBody.ReadAsync(request.Http.Request, request.Cancelled);
        if (type == "application/apply-patch+yaml")
        {
            await apply.HandleAsync(request, body);
            return;
        }

        if (request.Query("force").Length > 0)
            throw ApiError.InvalidOptions("PatchOptions", FieldError.Forbidden("force", "may not be specified for non-apply patch"));
        var patch = Compile(request.Resource, type, body);
        var updated = await updater.UpdateAsync(request, current => Patched(request, current, patch), FieldTracking.Update);
        await responder.WriteAsync(request, updated, 200);
    }

    private static Func<JsonObject, JsonObject> Compile(ResourceDefinition resource, string type, byte[] body) => type switch
    {
        "application/json-patch+json" =>
            JsonPatchOf(Parse(body) as JsonArray ?? throw ApiError.BadRequest("a JSON patch is an array of operations")),
        "application/merge-patch+json" =>
            MergePatchOf(Parse(body) as JsonObject ?? throw ApiError.BadRequest("a merge patch is an object")),
        "application/strategic-merge-patch+json" when resource.Custom is null && KindSchemas.For(resource) is { } schema =>
            StrategicPatchOf(schema, Parse(body) as JsonObject ?? throw ApiError.BadRequest("a strategic merge patch is an object")),
        "application/strategic-merge-patch+json" =>
            throw ApiError.UnsupportedMediaType("application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"),
        _ => throw new ApiException(415, "UnsupportedMediaType", "415: Unsupported Media Type", []),
    };

    private static Func<JsonObject, JsonObject> JsonPatchOf(JsonArray patch) => current =>
        JsonPatch.Apply(current, patch) as JsonObject ?? throw ApiError.BadRequest("the patch leaves no object");

    private static Func<JsonObject, JsonObject> StrategicPatchOf(KindSchema schema, JsonObject patch) =>
        current => StrategicMergePatch.Apply(schema, current, patch);

    private static Func<JsonObject, JsonObject> MergePatchOf(JsonObject patch) => current => MergePatch.Apply(current, patch);

    private static JsonObject Patched(ApiRequest request, JsonObject current, Func<JsonObject, JsonObject> patch)
    {
        var resource = request.Resource;
        try
        {
            var shown = VersionConversion.FromStorage(resource, current.DeepClone().AsObject());
            var next = patch(shown);
            if (next.Name() != request.Name || next.Namespace() != request.Namespace)
                throw ApiError.BadRequest($"the name of the object ({next.Name()}) does not match the name on the URL ({request.Name})");
            if (resource.Custom is null && KindSchemas.For(resource) is { } schema) GoTypes.Check(resource, schema.Root, next);
            ObjectDecoder.Prune(request, resource, next, [], problem => NotStrict(next, problem));
            return VersionConversion.ToStorage(resource, next);
        }
        catch (PatchException problem)
        {
            throw problem.Unprocessable ? Unprocessable() : ApiError.BadRequest(problem.Message);
        }
    }

    // A patch is judged by what it leads to, which belongs to no kind yet.
    private static ApiException NotStrict(JsonObject patched, string problem)
    {
        var error = FieldError.Invalid(
            "patch", patched.ToJsonString(Json.Relaxed), problem[problem.IndexOf("strict decoding error", StringComparison.Ordinal)..]);
        var cause = new JsonObject { ["reason"] = error.Reason, ["message"] = error.Message, ["field"] = error.Path };
        return new ApiException(422, "Invalid", $" \"\" is invalid: {error}", new JsonObject { ["causes"] = new JsonArray(cause) });
    }

    private static ApiException Unprocessable() =>
        new(422, "Invalid", "the server rejected our request due to an error in our request", []);

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException problem)
        {
            throw ApiError.BadRequest($"error decoding patch: {problem.Message}");
        }
    }
}
