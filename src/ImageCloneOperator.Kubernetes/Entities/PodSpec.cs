using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>The parts of a pod's spec that say which images it runs and what it pulls them with.</summary>
public sealed record PodSpec
{
    public List<Container>? Containers { get; set; }

    public List<Container>? InitContainers { get; set; }

    public List<Container>? EphemeralContainers { get; set; }

    public List<Volume>? Volumes { get; set; }

    public List<V1LocalObjectReference>? ImagePullSecrets { get; set; }

    public string? ServiceAccountName { get; set; }
}
