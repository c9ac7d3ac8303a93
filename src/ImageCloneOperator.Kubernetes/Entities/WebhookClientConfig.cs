namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>How the API server reaches a webhook.</summary>
public sealed record WebhookClientConfig
{
    /// <summary>The certificates, in PEM, that the webhook's own must go back to.</summary>
    public byte[]? CaBundle { get; init; }

    public string? Url { get; init; }
}
