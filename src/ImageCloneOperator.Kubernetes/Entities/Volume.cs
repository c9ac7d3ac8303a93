namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A volume of a pod; only those made from an image are read.</summary>
public sealed record Volume
{
    public string Name { get; set; } = "";

    public ImageVolumeSource? Image { get; set; }
}
