using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>Brings the world to what an entity says. The entity comes from a cache that others read: never change it.</summary>
public interface IEntityController<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>
    /// Called with an entity that is there; with one that is being deleted only where no finalizer is registered for its type.
    /// </summary>
    Task<ReconciliationResult<TEntity>> ReconcileAsync(TEntity entity, CancellationToken cancellationToken);

    /// <summary>
    /// Called with the last known state of an entity that has gone while this program ran. What must not be missed needs a finalizer.
    /// </summary>
    Task<ReconciliationResult<TEntity>> DeletedAsync(TEntity entity, CancellationToken cancellationToken);
}
