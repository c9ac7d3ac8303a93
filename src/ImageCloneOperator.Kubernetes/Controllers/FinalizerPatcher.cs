using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>Writes finalizers to the API, touching no other field and never bringing back an object that has gone.</summary>
public sealed class FinalizerPatcher(IKubernetesClient client, TimeProvider time)
{
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Refused with a conflict if the entity has changed: another's finalizer, added meanwhile, must not be lost.</summary>
    public Task<TEntity> AttachAsync<TEntity>(TEntity entity, IEnumerable<string> identifiers, CancellationToken cancellationToken)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        IEnumerable<string> finalizers = [.. entity.Metadata.Finalizers ?? [], .. identifiers];
        var metadata = new JsonObject
        {
            ["resourceVersion"] = entity.Metadata.ResourceVersion,
            ["finalizers"] = new JsonArray([.. finalizers.Select(finalizer => JsonValue.Create(finalizer))]),
        };
        return client.PatchAsync<TEntity>(
            entity.Metadata.Name!,
            entity.Metadata.NamespaceProperty,
            Patch.Merge(new JsonObject { ["metadata"] = metadata }),
            subresource: null,
            cancellationToken);
    }

    /// <inheritdoc cref="RemoveAsync{TEntity}(ResourceType{TEntity}, TEntity, string)"/>
    public Task<TEntity?> RemoveAsync<TEntity>(TEntity entity, string identifier)
        where TEntity : class, IKubernetesObject<V1ObjectMeta> => RemoveAsync(client.TypeOf<TEntity>(), entity, identifier);

    /// <summary>The entity without the finalizer, or null when it has gone.</summary>
    public async Task<TEntity?> RemoveAsync<TEntity>(ResourceType<TEntity> type, TEntity entity, string identifier)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        // Not cancellable: the clean-up is done, and stopping between it and this commit would only make it be done again.
        // Bounded, because a stop waits for it.
        using var bound = new CancellationTokenSource(CommitTimeout, time);
        var current = entity;
        while (current?.Metadata.Uid == entity.Metadata.Uid && current?.Metadata.Finalizers?.IndexOf(identifier) is >= 0 and var index)
        {
            try
            {
                return await client.PatchAsync(
                    type,
                    entity.Metadata.Name!,
                    entity.Metadata.NamespaceProperty,
                    Removal(current, identifier, index),
                    subresource: null,
                    bound.Token);
            }
            catch (KubernetesApiException gone) when (gone.IsNotFound)
            {
                return null;
            }
            catch (KubernetesApiException changed) when (changed.IsInvalid || changed.IsConflict)
            {
                current = await client.GetAsync(type, entity.Metadata.Name!, entity.Metadata.NamespaceProperty, bound.Token);
            }
        }

        return current?.Metadata.Uid == entity.Metadata.Uid ? current : null;
    }

    // Tests instead of a resourceVersion: whoever writes the status meanwhile is no hindrance.
    private static Patch Removal(IKubernetesObject<V1ObjectMeta> entity, string identifier, int index)
    {
        var path = JsonPatchOperation.Pointer("metadata", "finalizers", $"{index}");
        return Patch.Json(
            JsonPatchOperation.Test("/metadata/uid", entity.Metadata.Uid),
            JsonPatchOperation.Test(path, identifier),
            JsonPatchOperation.Remove(path));
    }
}
