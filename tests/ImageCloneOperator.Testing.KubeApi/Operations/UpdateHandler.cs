using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using FieldError = ImageCloneOperator.Testing.KubeApi.Schemas.FieldError;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>PUT of an object or its status.</summary>
internal sealed class UpdateHandler(Cluster cluster, CreateHandler creator, ObjectUpdater updater, ObjectResponder responder)
{
    public async Task HandleAsync(ApiRequest request)
    {
        var sent = await ObjectDecoder.ReadAsync(request);
        if (sent.Name() != request.Name)
            throw ApiError.BadRequest($"the name of the object ({sent.Name()}) does not match the name on the URL ({request.Name})");
        if (request.Resource.Namespaced && sent.Namespace().Length > 0 && sent.Namespace() != request.Namespace)
            throw ApiError.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        if (request.Resource.Namespaced) sent.Meta()["namespace"] = request.Namespace;
        if (cluster.Find(request.Resource, request.Namespace, request.Name) is null
            && Strategies.MayCreateOnUpdate(request.Resource)
            && sent.ResourceVersion().Length == 0)
        {
            await responder.WriteAsync(request, await creator.CreateAsync(request, sent, FieldTracking.Update), 201);
            return;
        }

        RequireVersion(request, sent);
        var updated = await updater.UpdateAsync(request, _ => sent.DeepClone().AsObject(), FieldTracking.Update);
        await responder.WriteAsync(request, updated, 200);
    }

    private static void RequireVersion(ApiRequest request, JsonObject sent)
    {
        if (sent.ResourceVersion() is not ("" or "0") || Strategies.MayUpdateUnconditionally(request.Resource)) return;
        throw ApiError.Invalid(
            request.Resource, request.Name, [FieldError.Invalid("metadata.resourceVersion", 0, "must be specified for an update")]);
    }
}
