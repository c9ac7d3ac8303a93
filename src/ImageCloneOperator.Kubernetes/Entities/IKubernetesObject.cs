namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>Any object of the Kubernetes API: type and metadata.</summary>
public interface IKubernetesObject
{
    string? ApiVersion { get; set; }

    string? Kind { get; set; }

    ObjectMeta Metadata { get; set; }
}
