namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A container of a pod; the image may be empty where something else fills it in.</summary>
public sealed record Container
{
    public string Name { get; set; } = "";

    public string? Image { get; set; }
}
