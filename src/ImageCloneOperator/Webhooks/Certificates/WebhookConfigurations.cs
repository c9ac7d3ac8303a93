using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Options;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>The cluster's configurations of our webhooks: their address, and the authorities to trust.</summary>
internal sealed class WebhookConfigurations(
    IResourceCache<V1MutatingWebhookConfiguration> mutating,
    IResourceCache<V1ValidatingWebhookConfiguration> validating,
    IKubernetesClient client,
    RunOptions options)
{
    /// <summary>Of both configurations, of the Service, and of all else of ours in the cluster.</summary>
    public const string Name = "image-clone-operator";

    private const string InjectedByCertManager = "cert-manager.io/inject-";

    /// <summary>Somebody else puts the bundle in, and makes the certificate.</summary>
    public bool AreInjected =>
        mutating.List().Select(one => one.Metadata).Concat(validating.List().Select(one => one.Metadata)).Any(IsInjected);

    /// <summary>The authorities that API servers trust, of each webhook.</summary>
    public IReadOnlyList<X509Certificate2Collection> Bundles =>
        [.. Clients.Select(webhook => CertificateChecks.Read(Encoding.UTF8.GetString(webhook.CaBundle ?? [])))];

    /// <summary>The names and addresses that API servers call us by.</summary>
    public IReadOnlyList<string> CalledHosts => [.. Clients.Select(HostOf).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>All that a certificate of ours is for.</summary>
    public IReadOnlyList<string> Hosts
    {
        get
        {
            var service = $"{Name}.{options.Namespace}.svc";
            return [.. CalledHosts.Concat([service, $"{service}.cluster.local"]).Distinct(StringComparer.OrdinalIgnoreCase)];
        }
    }

    private IEnumerable<Admissionregistrationv1WebhookClientConfig> Clients =>
        mutating.List().SelectMany(Webhooks).Concat(validating.List().SelectMany(Webhooks)).Select(webhook => webhook.Client);

    /// <summary>Has API servers trust these certificates, and no others.</summary>
    /// <exception cref="ClusterException">A configuration cannot be written, or has changed meanwhile: look again.</exception>
    public async Task TrustAsync(string bundle, CancellationToken cancellationToken)
    {
        foreach (var configuration in mutating.List())
        {
            if (Trusting(Webhooks(configuration), bundle) is { } patch)
            {
                await client.AdmissionregistrationV1.PatchMutatingWebhookConfigurationAsync(
                    patch, Name, cancellationToken: cancellationToken);
            }
        }

        foreach (var configuration in validating.List())
        {
            if (Trusting(Webhooks(configuration), bundle) is { } patch)
            {
                await client.AdmissionregistrationV1.PatchValidatingWebhookConfigurationAsync(
                    patch, Name, cancellationToken: cancellationToken);
            }
        }
    }

    /// <summary>Null where all trust these certificates.</summary>
    private static V1Patch? Trusting(IEnumerable<Webhook> webhooks, string bundle)
    {
        var bytes = Encoding.ASCII.GetBytes(bundle);
        var changes = new List<JsonPatchOperation>();
        foreach (var (index, webhook) in webhooks.Index())
        {
            if (webhook.Client.CaBundle is { } found && found.AsSpan().SequenceEqual(bytes)) continue;
            // Somebody may have put another webhook in this place meanwhile.
            changes.Add(JsonPatchOperation.Test($"/webhooks/{index}/name", webhook.Name));
            changes.Add(JsonPatchOperation.Add($"/webhooks/{index}/clientConfig/caBundle", Convert.ToBase64String(bytes)));
        }

        return changes.Count > 0 ? Patch.Json(changes).ToV1Patch() : null;
    }

    private static bool IsInjected(V1ObjectMeta metadata) =>
        metadata.Annotations?.Keys.Any(key => key.StartsWith(InjectedByCertManager, StringComparison.Ordinal)) is true;

    private static IEnumerable<Webhook> Webhooks(V1MutatingWebhookConfiguration configuration) =>
        (configuration.Webhooks ?? []).Select(webhook => new Webhook(webhook.Name, webhook.ClientConfig));

    private static IEnumerable<Webhook> Webhooks(V1ValidatingWebhookConfiguration configuration) =>
        (configuration.Webhooks ?? []).Select(webhook => new Webhook(webhook.Name, webhook.ClientConfig));

    private static string? HostOf(Admissionregistrationv1WebhookClientConfig webhook)
    {
        var host = webhook.Service is { } service ? $"{service.Name}.{service.NamespaceProperty}.svc"
            : Uri.TryCreate(webhook.Url, UriKind.Absolute, out var url) ? url.IdnHost.Trim('[', ']')
            : "";
        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 ? host : null;
    }

    /// <summary>The fields that webhooks of both kinds have.</summary>
    private sealed record Webhook(string Name, Admissionregistrationv1WebhookClientConfig Client);
}
