namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>How the API server reaches a webhook: by an address or by a Service.</summary>
public sealed record WebhookClientConfig
{
    /// <summary>The certificates, in PEM, that the webhook's own must go back to.</summary>
    public byte[]? CaBundle { get; init; }

    public string? Url { get; init; }

    public WebhookServiceReference? Service { get; init; }
}
