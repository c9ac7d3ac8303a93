using System.ComponentModel.DataAnnotations;
using ImageCloneOperator.Api.Schema;
using ImageCloneOperator.Core.Credentials.Clouds;

namespace ImageCloneOperator.Api.Policies;

/// <summary>How one registry is reached.</summary>
[Cel("!self.plainHttp || !has(self.caSecretRef)", BackupTarget.NoAuthoritiesForHttp)]
public sealed record SourceRegistry
{
    /// <summary>The registry as host[:port], as it stands in image references; docker.io for Docker Hub.</summary>
    [Required, Pattern(Grammar.Registry, Grammar.RegistryHint), Size(Max = Grammar.RegistryMaxLength)]
    public string Host { get; set; } = "";

    /// <summary>
    /// Whose identity pulls where no secret serves. Auto: that of the registry's cloud, by the host's name, where the operator's pod has
    /// one. Generic: none. AWS, Google, Azure: that of this cloud, whatever the host's name.
    /// </summary>
    [ServerDefault]
    public CloudProvider Provider { get; set; } = CloudProvider.Auto;

    /// <summary>Speak HTTP instead of HTTPS.</summary>
    [ServerDefault]
    public bool PlainHttp { get; set; }

    /// <summary>The authorities to trust for the registry's certificate, beside the system's.</summary>
    public CaSecretReference? CaSecretRef { get; set; }

    /// <summary>
    /// Follow the registry, which is reached by HTTPS, to storage that is reached by HTTP. No credential is shown there, and every byte is
    /// checked against its digest.
    /// </summary>
    [ServerDefault]
    public bool AllowHttpStorage { get; set; }

    /// <summary>
    /// Another registry, as host[:port], that has the same content and is asked first. Plain HTTP, HTTP storage and an authority for it
    /// are said by an entry of its own.
    /// </summary>
    [Pattern(Grammar.Registry, Grammar.RegistryHint), Size(Max = Grammar.RegistryMaxLength)]
    public string? Mirror { get; set; }
}
