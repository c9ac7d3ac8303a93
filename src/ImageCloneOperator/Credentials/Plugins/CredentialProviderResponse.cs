using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Credentials.Plugins;

/// <summary>The output of a plugin. Fields that kubelet does not know are ignored here too.</summary>
internal sealed record CredentialProviderResponse
{
    public const string KindName = "CredentialProviderResponse";

    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    /// <summary>Image, Registry or Global: for what else the answer serves.</summary>
    public required string CacheKeyType { get; init; }

    /// <summary>Null takes the provider's default; zero keeps nothing.</summary>
    public Duration? CacheDuration { get; init; }

    /// <summary>By image pattern, as in a Docker config.</summary>
    public Dictionary<string, CredentialProviderAuth?>? Auth { get; init; }
}
