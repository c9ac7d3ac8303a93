namespace ImageCloneOperator.Registry;

/// <summary>Settings of one registry that differ from HTTPS with the system's certificate authorities.</summary>
public sealed record RegistryHostSettings
{
    public static RegistryHostSettings Default { get; } = new();

    /// <summary>Speak HTTP without TLS. Loopback hosts are spoken to so by themselves unless a certificate authority is given.</summary>
    public bool PlainHttp { get; init; }

    /// <summary>PEM certificates that are trusted for this host besides the system's.</summary>
    public string? CertificateAuthorityPem { get; init; }

    /// <summary>
    /// The registry is reached by https and keeps blobs in storage that is reached by http: blobs are read there all the same. No
    /// credential is shown there, and every byte is checked against its digest.
    /// </summary>
    public bool AllowHttpStorage { get; init; }

    /// <summary>
    /// Where to read from first, <c>[http://]host[:port][/prefix]</c>. What the mirror cannot give is read from the registry itself.
    /// </summary>
    public string? Mirror { get; init; }

    /// <summary>The same as <see cref="AllowHttpStorage"/>, for the mirror.</summary>
    public bool MirrorAllowsHttpStorage { get; init; }

    /// <summary>How the mirror is reached. Certificate authorities are those of both.</summary>
    internal RegistryHostSettings OfMirror => WithoutMirror with { AllowHttpStorage = MirrorAllowsHttpStorage };

    internal RegistryHostSettings WithoutMirror => this with { Mirror = null, MirrorAllowsHttpStorage = false };
}
