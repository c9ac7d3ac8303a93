using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>A finalizer and the name by which it stands in an entity's metadata.</summary>
internal sealed record FinalizerRegistration<TEntity>(string Identifier, IEntityFinalizer<TEntity> Finalizer)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>;
