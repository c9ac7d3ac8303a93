using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Kubernetes.Hosting;

/// <summary>How an entity's controller works, which of its changes it looks at, and what else makes it look.</summary>
public sealed class EntityControllerOptions<TEntity> : ReconcilerOptions<EntityKey>
    where TEntity : class, IKubernetesObject
{
    internal EntityControllerOptions(OperatorBuilder @operator)
        : base(typeof(TEntity).Name, @operator)
    {
    }

    /// <summary>Which of the entity's own changes deserve a reconcile; null: all. See <see cref="Sources.Predicates"/>.</summary>
    public Func<CacheChange<TEntity>, bool>? When { get; set; }
}
