using System.ComponentModel.DataAnnotations;

namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A custom resource with a spec.</summary>
public abstract class CustomKubernetesEntity<TSpec> : CustomKubernetesEntity
    where TSpec : new()
{
    [Required]
    public TSpec Spec { get; set; } = new();
}
