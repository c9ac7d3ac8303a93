using ImageCloneOperator.Registry.Addresses;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Options;

/// <summary>What <c>run</c> was told on its command line and in its environment.</summary>
public sealed record RunOptions
{
    public required BindAddress Http { get; init; }

    /// <summary>The same as <see cref="Http"/> serves it there; null turns it off.</summary>
    public BindAddress? Dashboard { get; init; }

    /// <summary>Null turns the webhooks off.</summary>
    public BindAddress? Webhook { get; init; }

    /// <summary>The file with the authorities of the API server's client certificate; null where it shows none.</summary>
    public string? WebhookClientCa { get; init; }

    public bool LeaderElect { get; init; } = true;

    /// <summary>How many images are copied at the same time by this replica.</summary>
    public int MaxConcurrentCopies { get; init; } = 8;

    /// <summary>Bytes per second that a source must send, averaged over a minute; 0 for any.</summary>
    public long LeastThroughput { get; init; }

    /// <summary>Which addresses a registry may not have that no policy names.</summary>
    public RefusedAddresses RefusedAddresses { get; init; }

    /// <summary>The name of the cluster in catalogues; null for the first eight characters of the uid of kube-system.</summary>
    public string? ClusterName { get; init; }

    public LogFormat LogFormat { get; init; } = LogFormat.Json;

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Kubelet's CredentialProviderConfig: a file, or a folder with several; null where there are no plugins.</summary>
    public string? CredentialProviderConfig { get; init; }

    /// <summary>The folder with the plugins' programs.</summary>
    public string? CredentialProviderFolder { get; init; }

    /// <summary>The operator's own namespace: its secrets and leases are there, and its workloads are never changed.</summary>
    public required string Namespace { get; init; }

    /// <summary>This replica's name among the others.</summary>
    public required string PodName { get; init; }
}
