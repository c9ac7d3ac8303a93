using System.Security.Cryptography.X509Certificates;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>A certificate and its private key, both in PEM. It never says what the key is.</summary>
internal sealed record KeyPair(string CertificatePem, string KeyPem)
{
    /// <exception cref="System.Security.Cryptography.CryptographicException">They cannot be read, or do not belong together.</exception>
    public X509Certificate2 Load() => X509Certificate2.CreateFromPem(CertificatePem, KeyPem);

    public override string ToString() => "a certificate with its key";
}
