using System.Security.Cryptography;
using System.Text;
using ImageCloneOperator.Kubernetes.Entities;
using k8s.Models;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>The content of the Secret with the webhooks' certificates; a part that cannot be used counts as missing.</summary>
internal sealed record CertificateSecret(KeyPair? Authority, KeyPair? Serving)
{
    /// <summary>As cert-manager makes it too, which could not take over one of another type.</summary>
    public const string Type = "kubernetes.io/tls";

    private const string AuthorityCertificate = "ca.crt";
    private const string AuthorityKey = "ca.key";
    private const string ServingCertificate = "tls.crt";
    private const string ServingKey = "tls.key";

    public static CertificateSecret None { get; } = new(null, null);

    public static CertificateSecret Read(V1Secret? secret) =>
        new(Pair(secret, AuthorityCertificate, AuthorityKey), Pair(secret, ServingCertificate, ServingKey));

    /// <summary>The content that the Secret should have: the same where nothing is due.</summary>
    /// <param name="hosts">What the certificate must be for.</param>
    /// <param name="now">Decides what is due.</param>
    public CertificateSecret Renewed(IReadOnlyList<string> hosts, DateTimeOffset now)
    {
        var authority = Authority is not null && IsGoodAuthority(Authority, now) ? Authority : CertificateIssuer.CreateAuthority(now);
        var serving = Serving is not null && IsGood(Serving, authority, hosts, now)
            ? Serving
            : CertificateIssuer.Issue(authority, hosts, now);
        return new CertificateSecret(authority, serving);
    }

    public Dictionary<string, byte[]> ToData() => new(StringComparer.Ordinal)
    {
        [AuthorityCertificate] = Encoding.ASCII.GetBytes(Authority!.CertificatePem),
        [AuthorityKey] = Encoding.ASCII.GetBytes(Authority.KeyPem),
        [ServingCertificate] = Encoding.ASCII.GetBytes(Serving!.CertificatePem),
        [ServingKey] = Encoding.ASCII.GetBytes(Serving.KeyPem),
    };

    private static bool IsGoodAuthority(KeyPair pair, DateTimeOffset now)
    {
        using var certificate = pair.Load();
        return certificate.Subject == CertificateIssuer.AuthorityName && !certificate.IsDue(now);
    }

    private static bool IsGood(KeyPair pair, KeyPair authority, IEnumerable<string> hosts, DateTimeOffset now)
    {
        using var certificate = pair.Load();
        return !certificate.IsDue(now)
            && certificate.IsFor(hosts)
            && certificate.IsTrustedBy([], CertificateChecks.Read(authority.CertificatePem), now);
    }

    private static KeyPair? Pair(V1Secret? secret, string certificate, string key)
    {
        if (secret?.Value(certificate) is not { Length: > 0 } certificatePem
            || secret.Value(key) is not { Length: > 0 } keyPem)
        {
            return null;
        }

        var pair = new KeyPair(Encoding.UTF8.GetString(certificatePem), Encoding.UTF8.GetString(keyPem));
        try
        {
            using var loaded = pair.Load();
            return pair;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
