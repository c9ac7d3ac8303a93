namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>An image that is mounted as a volume.</summary>
public sealed record ImageVolumeSource
{
    public string? Reference { get; set; }
}
