using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Credentials.Plugins;

/// <summary>One plugin of a <see cref="CredentialProviderConfig"/>.</summary>
internal sealed record CredentialProvider
{
    /// <summary>The program's name in the folder of the plugins.</summary>
    public required string Name { get; init; }

    public required List<string> MatchImages { get; init; }

    /// <summary>For answers that do not say how long they serve.</summary>
    public required Duration DefaultCacheDuration { get; init; }

    /// <summary>The version of credentialprovider.kubelet.k8s.io that it speaks.</summary>
    public required string ApiVersion { get; init; }

    public List<string> Args { get; set; } = [];

    public List<CredentialProviderVariable> Env { get; set; } = [];
}
