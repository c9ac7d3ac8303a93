using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Apply;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Resources;
using FieldError = ImageCloneOperator.Testing.KubeApi.Schemas.FieldError;
using KindSchema = ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn.KindSchema;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>PATCH of type apply: server-side apply, which creates what isn't there.</summary>
internal sealed class ApplyHandler(Cluster cluster, CreateHandler creator, ObjectUpdater updater, ObjectResponder responder)
{
    public async Task HandleAsync(ApiRequest request, byte[] body)
    {
        if (request.Query("fieldManager").Length == 0)
            throw ApiError.InvalidOptions("PatchOptions", FieldError.Required("fieldManager", "is required for apply patch"));
        var applied = ObjectDecoder.Decode(request, request.Resource, Yaml.ToJson(body));
        if (applied.At("metadata", "managedFields") is JsonArray { Count: > 0 })
            throw ApiError.BadRequest("metadata.managedFields must be nil");
        if (applied.Name() is { Length: > 0 } name && name != request.Name)
            throw ApiError.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})");
        applied.Meta()["name"] = request.Name;
        if (request.Resource.Namespaced) applied.Meta()["namespace"] = request.Namespace;
        if (cluster.Find(request.Resource, request.Namespace, request.Name) is null
            && request.Subresource.Length == 0
            && await TryCreateAsync(request, applied)) return;
        var updated = await updater.UpdateAsync(request, current => Merge(request, current, applied), FieldTracking.None);
        await responder.WriteAsync(request, updated, 200);
    }

    // False when somebody else has created it meanwhile.
    private async Task<bool> TryCreateAsync(ApiRequest request, JsonObject applied)
    {
        if (applied.Uid() is { Length: > 0 } uid)
        {
            throw ApiError.Conflict(
                request.Resource, request.Name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        }

        try
        {
            var created = await creator.CreateAsync(request, Merge(request, null, applied), FieldTracking.None);
            await responder.WriteAsync(request, created, 201);
            return true;
        }
        catch (ApiException exists) when (exists.Reason == "AlreadyExists")
        {
            return false;
        }
    }

    private JsonObject Apply(ApiRequest request, KindSchema schema, JsonObject? current, JsonObject applied, bool force)
    {
        var manager = new FieldManager(request.FieldManager, request.Subresource);
        var result = ServerSideApply.Apply(schema, current, applied.DeepClone().AsObject(), manager, force, cluster.Clock.GetUtcNow());
        return request.FieldManager == LastApplied.Manager ? LastApplied.Follow(result, applied) : result;
    }

    private JsonObject Merge(ApiRequest request, JsonObject? current, JsonObject applied)
    {
        var schema = KindSchemas.Stored(request.Resource)
            ?? throw ApiError.UnsupportedMediaType("application/json-patch+json, application/merge-patch+json");
        try
        {
            return Apply(request, schema, current, applied, request.Flag("force"));
        }
        catch (ApplyConflictException conflict) when (request.FieldManager == LastApplied.Manager && LastApplied.Excuses(current, conflict))
        {
            return Apply(request, schema, current, applied, force: true);
        }
        catch (ApplyConflictException conflict)
        {
            throw ApiError.ApplyConflict(conflict.Message, new JsonArray([.. conflict.Conflicts.Select(one => new JsonObject
            {
                ["reason"] = "FieldManagerConflict", ["message"] = one.Message, ["field"] = one.Field,
            })]));
        }
        catch (ApplyException problem)
        {
            throw new ApiException(500, "", problem.Message, []);
        }
    }
}
