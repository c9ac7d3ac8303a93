using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Admission;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Resources;
using ImageCloneOperator.Testing.KubeApi.Storage;
using FieldError = ImageCloneOperator.Testing.KubeApi.Schemas.FieldError;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>Brings an object from its current to its next version: what update, patch and apply share.</summary>
internal sealed class ObjectUpdater(Cluster cluster, AdmissionChain admission)
{
    private const int Attempts = 16;

    private static readonly string[] SystemFields =
    [
        "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink",
    ];

    /// <param name="change">Gives the next object from the current one; asked again when another write came between.</param>
    /// <exception cref="ApiException">409 when <paramref name="change"/> names a resourceVersion that is no longer current.</exception>
    public async Task<StoredObject> UpdateAsync(ApiRequest request, Func<JsonObject, JsonObject> change, FieldTracker track)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var seen = cluster.Find(request.Resource, request.Namespace, request.Name)
                ?? throw ApiError.NotFound(request.Resource, request.Name);
            var current = seen.ToJson();
            var next = await NextAsync(request, current, change(current), track);
            if (request.DryRun) return StoredObject.Unsaved(request.Resource.Table, next, seen.Revision);
            if (IsSame(current, next)) return seen;
            var gone = next.IsTerminating() && next.Finalizers().Length == 0 && !Strategies.HoldsItself(request.Resource, next);
            if (cluster.Store.TryCommit(request.Resource.Table, seen, next) is { } written)
                return gone ? cluster.Store.TryCommit(request.Resource.Table, written, null) ?? written : written;
        }

        throw ApiError.Modified(request.Resource, request.Name);
    }

    private async Task<JsonObject> NextAsync(ApiRequest request, JsonObject current, JsonObject next, FieldTracker track)
    {
        var resource = request.Resource;
        Precondition(request, current, next);
        KeepSystemFields(current, next);
        Isolate(request, current, next);
        Strategies.Normalize(resource, next);
        ObjectChecks.Default(resource, next);
        Strategies.BeforeUpdate(resource, current, next);
        if (resource.HasGeneration && request.Subresource != "status" && SpecDiffers(resource, current, next))
            next.Meta()["generation"] = current.Number("metadata", "generation") + 1;
        next = await admission.MutateAsync(request, "UPDATE", current, next);
        Isolate(request, current, next);
        CheckFinalizers(resource, current, next);
        ObjectChecks.Validate(resource, next, current);
        await admission.ValidateAsync(request, "UPDATE", current, next);
        track(request, cluster.Clock.GetUtcNow(), current, next);
        return next;
    }

    private static void Precondition(ApiRequest request, JsonObject current, JsonObject next)
    {
        if (next.ResourceVersion() is { Length: > 0 } version and not "0" && version != current.ResourceVersion())
            throw ApiError.Modified(request.Resource, request.Name);
        if (next.Uid() is { Length: > 0 } uid && uid != current.Uid())
        {
            throw ApiError.Conflict(
                request.Resource,
                request.Name,
                $"StorageError: invalid object, Code: 4, Key: /registry/{request.Resource.Plural}/{request.Namespace}/{request.Name}, "
                    + $"ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {uid}, "
                    + $"UID in object meta: {current.Uid()}");
        }

        next.Meta()["resourceVersion"] = current.ResourceVersion();
    }

    private static void KeepSystemFields(JsonObject current, JsonObject next)
    {
        foreach (var field in SystemFields)
        {
            if (current.At("metadata", field) is { } value) next.Meta()[field] = value.DeepClone();
            else next.Meta().Remove(field);
        }
    }

    // A write to the object leaves its status as it is; a write to the status leaves everything else.
    private static void Isolate(ApiRequest request, JsonObject current, JsonObject next)
    {
        if (request.Subresource == "status")
        {
            var status = next["status"]?.DeepClone();
            Restore(current, next);
            next.Remove("status");
            if (status is not null) next["status"] = status;
        }
        else if (request.Subresource == "ephemeralcontainers")
        {
            var containers = next.At("spec", "ephemeralContainers")?.DeepClone();
            Restore(current, next);
            next.Child("spec").Remove("ephemeralContainers");
            if (containers is not null) next.Child("spec")["ephemeralContainers"] = containers;
        }
        else if (request.Resource.HasStatus && request.Subresource.Length == 0)
        {
            next.Remove("status");
            if (current["status"] is { } status) next["status"] = status.DeepClone();
        }
    }

    /// <summary>All as it is but for what is known of who wrote which field.</summary>
    private static void Restore(JsonObject current, JsonObject next)
    {
        var managed = next.At("metadata", "managedFields")?.DeepClone();
        foreach (var name in next.Select(pair => pair.Key).ToArray()) next.Remove(name);
        foreach (var (name, value) in current.DeepClone().AsObject().ToArray())
        {
            value?.Parent!.AsObject().Remove(name);
            next[name] = value;
        }

        if (managed is not null) next.Meta()["managedFields"] = managed;
    }

    private static bool SpecDiffers(ResourceDefinition resource, JsonObject current, JsonObject next)
    {
        if (Strategies.CountsAnnotations(resource)
            && !JsonNode.DeepEquals(current.At("metadata", "annotations"), next.At("metadata", "annotations")))
        {
            return true;
        }

        foreach (var name in current.Select(pair => pair.Key).Union(next.Select(pair => pair.Key), StringComparer.Ordinal))
        {
            if (name is "metadata" || (name is "status" && resource.HasStatus)) continue;
            if (!JsonNode.DeepEquals(current[name], next[name])) return true;
        }

        return false;
    }

    private static void CheckFinalizers(ResourceDefinition resource, JsonObject current, JsonObject next)
    {
        if (!current.IsTerminating()) return;
        var added = next.Finalizers().Except(current.Finalizers(), StringComparer.Ordinal).ToList();
        if (added.Count == 0) return;
        var shown = string.Join(", ", added.Select(name => $"\"{name}\""));
        throw ApiError.Invalid(resource, next.Name(), [FieldError.Forbidden("metadata.finalizers",
            $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{shown}}}")]);
    }

    private static bool IsSame(JsonObject current, JsonObject next) => JsonNode.DeepEquals(current, next);
}
