using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>Cleans up after an entity that is being deleted, as often as it takes.</summary>
public interface IEntityFinalizer<TEntity>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>A success lets the entity go; one with a requeue time holds it and asks again then.</summary>
    Task<ReconciliationResult<TEntity>> FinalizeAsync(TEntity entity, CancellationToken cancellationToken);
}
