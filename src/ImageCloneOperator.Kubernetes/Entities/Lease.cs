namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A lock that runs out unless it is renewed. The model is complete, so it may be updated.</summary>
[KubernetesEntity(Group = "coordination.k8s.io", ApiVersion = "v1", Kind = "Lease", PluralName = "leases")]
public sealed class Lease : KubernetesObject
{
    public LeaseSpec Spec { get; set; } = new();
}
