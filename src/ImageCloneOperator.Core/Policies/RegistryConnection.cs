using ImageCloneOperator.Core.Credentials.Clouds;

namespace ImageCloneOperator.Core.Policies;

/// <summary>How a policy says that a registry is reached.</summary>
/// <param name="Host">The registry as host[:port].</param>
public sealed record RegistryConnection(string Host)
{
    public bool PlainHttp { get; init; }

    /// <summary>Whose identity logs in where no secret does.</summary>
    public CloudProvider Provider { get; init; }

    /// <summary>The authorities to trust beside the system's; null for the system's alone.</summary>
    public CertificateAuthoritySecret? Authority { get; init; }

    /// <summary>Another registry, as host[:port], that has the same content and is asked first.</summary>
    public string? Mirror { get; init; }

    /// <summary>Blobs may be read from plain HTTP storage that an HTTPS registry redirects to; never with a credential.</summary>
    public bool AllowHttpStorage { get; init; }
}
