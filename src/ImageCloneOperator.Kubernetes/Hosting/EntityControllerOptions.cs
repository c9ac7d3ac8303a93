using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Hosting;

/// <summary>How an entity's controller works, which of its changes it looks at, and what else makes it look.</summary>
public sealed class EntityControllerOptions<TEntity> : ReconcilerOptions<EntityKey>
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    internal EntityControllerOptions(OperatorBuilder @operator)
        : base(OperatorRegistry.NameOf(typeof(TEntity)), @operator)
    {
    }

    /// <summary>Which of the entity's own changes deserve a reconcile; null: all. See <see cref="Sources.Predicates"/>.</summary>
    public Func<CacheChange<TEntity>, bool>? When { get; set; }
}
