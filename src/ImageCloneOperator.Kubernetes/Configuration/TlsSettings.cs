using System.Security.Cryptography.X509Certificates;

namespace ImageCloneOperator.Kubernetes.Configuration;

/// <summary>What the API server's certificate is held against.</summary>
public sealed record TlsSettings
{
    /// <summary>Null trusts what the machine trusts.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    public bool SkipVerify { get; init; }

    /// <summary>The name that the certificate must carry; null means the address' host.</summary>
    public string? ServerName { get; init; }
}
