namespace ImageCloneOperator.Credentials.Plugins;

/// <summary>kubelet.config.k8s.io, kind CredentialProviderConfig: which plugins know credentials of which images.</summary>
internal sealed record CredentialProviderConfig
{
    public const string KindName = "CredentialProviderConfig";

    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required List<CredentialProvider> Providers { get; init; }
}
