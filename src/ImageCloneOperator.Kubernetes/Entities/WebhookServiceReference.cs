namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>The Service that a webhook is behind.</summary>
public sealed record WebhookServiceReference
{
    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";
}
