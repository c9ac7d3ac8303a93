using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Admission;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Storage;
using FieldError = ImageCloneOperator.Testing.KubeApi.Schemas.FieldError;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>POST of a new object, and the creating half of apply and update.</summary>
internal sealed class CreateHandler(Cluster cluster, ObjectChecks checks, AdmissionChain admission, ObjectResponder responder)
{
    private const string SuffixLetters = "bcdfghjklmnpqrstvwxz2456789";

    public async Task HandleAsync(ApiRequest request)
    {
        var obj = await ObjectDecoder.ReadAsync(request);
        var created = await CreateAsync(request, obj, FieldTracking.Update);
        await responder.WriteAsync(request, created, 201);
    }

    /// <summary>Stores a new object after all defaults and checks.</summary>
    /// <param name="track">Records who set its fields.</param>
    public async Task<StoredObject> CreateAsync(ApiRequest request, JsonObject obj, FieldTracker track)
    {
        Identify(request, obj);
        checks.Namespace(request, obj);
        Stamp(request, obj);
        Strategies.Normalize(request.Resource, obj);
        ObjectChecks.Default(request.Resource, obj);
        track(request, cluster.Clock.GetUtcNow(), null, obj);
        Strategies.BeforeCreate(cluster, request.Resource, obj);
        obj = await MutateAsync(request, obj);
        ObjectChecks.Validate(request.Resource, obj, null);
        await admission.ValidateAsync(request, "CREATE", null, obj);
        if (request.DryRun) return DryRun(request, obj);
        return cluster.Store.TryCommit(request.Resource.Table, null, obj) ?? throw ApiError.AlreadyExists(request.Resource, obj.Name());
    }

    // What webhooks change belongs to who sent the request.
    private async Task<JsonObject> MutateAsync(ApiRequest request, JsonObject obj)
    {
        var mutated = await admission.MutateAsync(request, "CREATE", null, obj);
        if (!ReferenceEquals(mutated, obj)) FieldTracking.Update(request, cluster.Clock.GetUtcNow(), obj, mutated);
        return mutated;
    }

    private StoredObject DryRun(ApiRequest request, JsonObject obj)
    {
        if (cluster.Find(request.Resource, obj.Namespace(), obj.Name()) is not null)
            throw ApiError.AlreadyExists(request.Resource, obj.Name());
        return StoredObject.Unsaved(request.Resource.Table, obj);
    }

    private static void Identify(ApiRequest request, JsonObject obj)
    {
        var meta = obj.Meta();
        if (request.Resource.Namespaced)
        {
            if (obj.Namespace().Length > 0 && obj.Namespace() != request.Namespace)
                throw ApiError.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
            if (request.Namespace.Length == 0) throw ApiError.BadRequest("an empty namespace may not be set during creation");
            meta["namespace"] = request.Namespace;
        }
        else
        {
            meta.Remove("namespace");
        }

        if (obj.ResourceVersion() is not ("" or "0"))
            throw new ApiException(500, "", "resourceVersion should not be set on objects to be created");
        if (obj.Name().Length > 0) return;
        var prefix = obj.Text("metadata", "generateName");
        if (prefix.Length == 0)
            throw ApiError.Invalid(request.Resource, "", [FieldError.Required("metadata.name", "name or generateName is required")]);
        meta["name"] = prefix + RandomNumberGenerator.GetString(SuffixLetters, 5);
    }

    private void Stamp(ApiRequest request, JsonObject obj)
    {
        var meta = obj.Meta();
        foreach (var field in (string[])["resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"])
            meta.Remove(field);
        meta["uid"] = Guid.NewGuid().ToString();
        meta["creationTimestamp"] = cluster.Now;
        if (request.Resource.HasGeneration) meta["generation"] = 1;
        if (request.Resource.HasStatus) obj.Remove("status");
    }
}
