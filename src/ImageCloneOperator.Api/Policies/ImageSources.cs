using ImageCloneOperator.Api.Schema;

namespace ImageCloneOperator.Api.Policies;

/// <summary>How the registries that images come from are reached.</summary>
public sealed record ImageSources
{
    /// <summary>Read a workload's images with its own and its ServiceAccount's pull secrets.</summary>
    [ServerDefault]
    public bool UseImagePullSecrets { get; set; } = true;

    /// <summary>
    /// More secrets to read images with. They are shared: copies of what they read serve the namespaces that the policy selects, or those
    /// of the secret's own selector.
    /// </summary>
    [Size(Max = Grammar.ListMaxItems)]
    public List<SourceSecretReference> SecretRefs { get; set; } = [];

    /// <summary>Registries that need other settings than HTTPS with the system's authorities.</summary>
    [ListMap("host"), Size(Max = Grammar.ListMaxItems)]
    public List<SourceRegistry> Registries { get; set; } = [];
}
