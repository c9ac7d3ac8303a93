namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>Which webhooks the API server calls, and what it trusts them by.</summary>
[KubernetesEntity(
    Group = "admissionregistration.k8s.io",
    ApiVersion = "v1",
    Kind = "ValidatingWebhookConfiguration",
    PluralName = "validatingwebhookconfigurations",
    Scope = EntityScope.Cluster)]
public sealed class ValidatingWebhookConfiguration : KubernetesObject, IWebhookConfiguration
{
    public List<Webhook>? Webhooks { get; set; }
}
