using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageCloneOperator.Options;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>What the cluster's API servers know of our webhooks: where they are, and whom to trust.</summary>
internal sealed class WebhookConfigurations(
    IResourceCache<MutatingWebhookConfiguration> mutating,
    IResourceCache<ValidatingWebhookConfiguration> validating,
    IKubernetesClient client,
    RunOptions options)
{
    /// <summary>Of both configurations, of the Service, and of all else of ours in the cluster.</summary>
    public const string Name = "image-clone-operator";

    private const string InjectedByCertManager = "cert-manager.io/inject-";

    /// <summary>Somebody else puts the bundle in, and makes the certificate.</summary>
    public bool AreInjected => All.Any(configuration =>
        configuration.Metadata.Annotations?.Keys.Any(key => key.StartsWith(InjectedByCertManager, StringComparison.Ordinal)) is true);

    /// <summary>What API servers trust, of each webhook.</summary>
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

    private IEnumerable<IWebhookConfiguration> All => [.. mutating.List(), .. validating.List()];

    private IEnumerable<WebhookClientConfig> Clients =>
        All.SelectMany(configuration => configuration.Webhooks ?? []).Select(webhook => webhook.ClientConfig).OfType<WebhookClientConfig>();

    /// <summary>Has API servers trust these certificates, and no others.</summary>
    /// <exception cref="KubernetesException">A configuration cannot be written, or has changed meanwhile: look again.</exception>
    public async Task TrustAsync(string bundle, CancellationToken cancellationToken)
    {
        foreach (var configuration in mutating.List()) await TrustAsync(configuration, bundle, cancellationToken);
        foreach (var configuration in validating.List()) await TrustAsync(configuration, bundle, cancellationToken);
    }

    private async Task TrustAsync<T>(T configuration, string bundle, CancellationToken cancellationToken)
        where T : class, IWebhookConfiguration
    {
        var bytes = Encoding.ASCII.GetBytes(bundle);
        var changes = new List<JsonPatchOperation>();
        foreach (var (index, webhook) in (configuration.Webhooks ?? []).Index())
        {
            if (webhook.ClientConfig?.CaBundle is { } found && found.AsSpan().SequenceEqual(bytes)) continue;
            // Somebody may have put another webhook in this place meanwhile.
            changes.Add(JsonPatchOperation.Test($"/webhooks/{index}/name", webhook.Name));
            changes.Add(JsonPatchOperation.Add($"/webhooks/{index}/clientConfig/caBundle", Convert.ToBase64String(bytes)));
        }

        if (changes.Count > 0) await client.PatchAsync<T>(Name, null, Patch.Json(changes), subresource: null, cancellationToken);
    }

    private static string? HostOf(WebhookClientConfig webhook)
    {
        var host = webhook.Service is { } service ? $"{service.Name}.{service.Namespace}.svc"
            : Uri.TryCreate(webhook.Url, UriKind.Absolute, out var url) ? url.IdnHost.Trim('[', ']')
            : "";
        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 ? host : null;
    }
}
