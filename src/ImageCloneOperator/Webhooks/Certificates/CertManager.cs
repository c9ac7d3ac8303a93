using k8s.Models;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>https://cert-manager.io/docs/concepts/ca-injector/ and /docs/reference/annotations/.</summary>
internal static class CertManager
{
    private const string CertificateName = "cert-manager.io/certificate-name";

    /// <summary>Certificates and bundles are cert-manager's to write, and ours only to use.</summary>
    public static bool Owns(V1Secret? secret, WebhookConfigurations configurations) =>
        configurations.AreInjected || secret?.Metadata.Annotations?.ContainsKey(CertificateName) is true;
}
