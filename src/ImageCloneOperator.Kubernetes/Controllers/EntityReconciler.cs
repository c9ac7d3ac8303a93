using System.Collections.Concurrent;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>Leads an entity through its life: reads it afresh, attaches finalizers, and calls the controller or the finalizers.</summary>
internal sealed class EntityReconciler<TEntity>(
    IResourceCache<TEntity> cache,
    IEntityController<TEntity> controller,
    IReadOnlyList<FinalizerRegistration<TEntity>> finalizers,
    FinalizerPatcher commits,
    Func<CacheChange<TEntity>, bool>? when = null) : IReconciler<EntityKey>, ISource<EntityKey>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ConcurrentDictionary<EntityKey, TEntity> _deleted = new();

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => cache.WaitForSyncAsync(cancellationToken);

    public IDisposable Subscribe(Action<EntityKey> enqueue)
    {
        // What was left when leadership was lost is the next leader's.
        _deleted.Clear();
        return cache.Subscribe(change =>
        {
            if (when?.Invoke(change) is false) return;
            var key = EntityKey.Of(change.Object);
            if (change.IsDeleted) _deleted[key] = change.Object;
            enqueue(key);
        });
    }

    public async Task<ReconciliationResult> ReconcileAsync(EntityKey key, CancellationToken cancellationToken)
    {
        if (_deleted.TryGetValue(key, out var last))
        {
            var result = await controller.DeletedAsync(last, cancellationToken);
            if (result is { IsFailure: true, IsStalled: false }) return result;
            // Only this one: it may have been created and deleted again meanwhile.
            _deleted.TryRemove(new KeyValuePair<EntityKey, TEntity>(key, last));
        }

        if (cache.Get(key) is not { } entity) return ReconciliationResult.Success();
        if (finalizers.Count is 0) return await controller.ReconcileAsync(entity, cancellationToken);
        if (entity.Metadata.DeletionTimestamp is not null) return await FinalizeAsync(entity, cancellationToken);
        return await controller.ReconcileAsync(await AttachAsync(entity, cancellationToken), cancellationToken);
    }

    private Task<TEntity> AttachAsync(TEntity entity, CancellationToken cancellationToken)
    {
        var missing = finalizers.Where(finalizer => !Has(entity, finalizer)).Select(finalizer => finalizer.Identifier).ToList();
        return missing.Count is 0 ? Task.FromResult(entity) : commits.AttachAsync(entity, missing, cancellationToken);
    }

    private async Task<ReconciliationResult> FinalizeAsync(TEntity entity, CancellationToken cancellationToken)
    {
        foreach (var finalizer in finalizers.Where(finalizer => Has(entity, finalizer)))
        {
            var result = await finalizer.Finalizer.FinalizeAsync(entity, cancellationToken);
            if (result.IsFailure || result.RequeueAfter is not null) return result;
            if (await commits.RemoveAsync(entity, finalizer.Identifier) is not { } remaining) break;
            entity = remaining;
        }

        return ReconciliationResult.Success();
    }

    private static bool Has(TEntity entity, FinalizerRegistration<TEntity> finalizer) =>
        entity.Metadata.Finalizers?.Contains(finalizer.Identifier) is true;
}
