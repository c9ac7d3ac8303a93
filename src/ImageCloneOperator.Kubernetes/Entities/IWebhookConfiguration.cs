namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>A configuration of webhooks, of either kind.</summary>
public interface IWebhookConfiguration : IKubernetesObject
{
    List<Webhook>? Webhooks { get; }
}
