namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>What a container runs.</summary>
public sealed record ContainerStatus
{
    public string Name { get; set; } = "";

    /// <summary>As its runtime writes it; empty before the image has been pulled.</summary>
    public string? ImageID { get; set; }
}
