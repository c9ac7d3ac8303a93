using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Resources;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>Deletes an object, or marks it as being deleted while finalizers hold it.</summary>
internal sealed class ObjectRemover(Cluster cluster)
{
    public const string ForegroundFinalizer = "foregroundDeletion";
    public const string OrphanFinalizer = "orphan";
    public const string CustomResourceCleanup = "customresourcecleanup.apiextensions.k8s.io";

    /// <returns>The last version, and whether the object is gone.</returns>
    /// <exception cref="ApiException">404, or 409 when a precondition fails.</exception>
    public (StoredObject Object, bool Gone) Remove(ResourceDefinition resource, string @namespace, string name, DeleteOptions options)
    {
        while (true)
        {
            var seen = cluster.Find(resource, @namespace, name) ?? throw ApiError.NotFound(resource, name);
            Precondition(resource, seen, options);
            var next = Marked(resource, seen.ToJson(), options);
            if (options.DryRun) return (seen, next is null);
            if (next is not null && JsonNode.DeepEquals(next, seen.ToJson())) return (seen, false);
            if (cluster.Store.TryCommit(resource.Table, seen, next) is { } written) return (written, next is null);
        }
    }

    // Null when nothing holds the object.
    private JsonObject? Marked(ResourceDefinition resource, JsonObject obj, DeleteOptions options)
    {
        var finalizers = obj.Finalizers().Except([ForegroundFinalizer, OrphanFinalizer], StringComparer.Ordinal).ToList();
        if (options.Propagation == "Foreground") finalizers.Add(ForegroundFinalizer);
        if (options.Propagation == "Orphan") finalizers.Add(OrphanFinalizer);
        if (resource.Table == CustomDefinitions.Table && !finalizers.Contains(CustomResourceCleanup)) finalizers.Add(CustomResourceCleanup);
        if (finalizers.Count == 0 && !Strategies.HoldsItself(resource, obj)) return null;
        // A second delete doesn't take away what the first asked for.
        if (!obj.IsTerminating() || options.Propagation != "Background") obj.SetFinalizers(finalizers);
        if (obj.IsTerminating()) return obj;
        obj.Meta()["deletionTimestamp"] = cluster.Now;
        obj.Meta()["deletionGracePeriodSeconds"] = 0;
        if (obj.Number("metadata", "generation") is > 0 and var generation) obj.Meta()["generation"] = generation + 1;
        if (resource.Table == "/namespaces") obj.Child("status")["phase"] = "Terminating";
        return obj;
    }

    private static void Precondition(ResourceDefinition resource, StoredObject seen, DeleteOptions options)
    {
        if (options.Uid.Length > 0 && options.Uid != seen.Uid)
        {
            throw Failed(
                resource,
                seen,
                $"the UID in the precondition ({options.Uid}) does not match the UID in record ({seen.Uid}). "
                    + "The object might have been deleted and then recreated");
        }

        if (options.ResourceVersion.Length > 0 && options.ResourceVersion != seen.Revision.ToString())
        {
            throw Failed(
                resource,
                seen,
                $"the ResourceVersion in the precondition ({options.ResourceVersion}) does not match the ResourceVersion in record "
                    + $"({seen.Revision}). The object might have been modified");
        }
    }

    private static ApiException Failed(ResourceDefinition resource, StoredObject seen, string problem) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {resource.QualifiedKind} \"{seen.Name}\": {problem}", ApiError.Details(
            resource.Group, resource.Kind, seen.Name));
}
