namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A webhook of a configuration.</summary>
public sealed record Webhook
{
    public string Name { get; init; } = "";

    public WebhookClientConfig? ClientConfig { get; init; }
}
