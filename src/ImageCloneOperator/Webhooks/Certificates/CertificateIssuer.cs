using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>Makes the certificates of the webhooks: ECDSA with P-256.</summary>
internal static class CertificateIssuer
{
    public const string AuthorityName = "CN=image-clone-operator-webhook-ca";

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int SerialBytes = 16;

    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(5 * 365);
    private static readonly TimeSpan ServingLifetime = TimeSpan.FromDays(90);

    /// <summary>The API server's clock may be behind ours.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    public static KeyPair CreateAuthority(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(AuthorityName, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var certificate = request.CreateSelfSigned(now - ClockSkew, now + AuthorityLifetime);
        return new KeyPair(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <param name="authority">Who signs.</param>
    /// <param name="hosts">The names and addresses that the certificate is for.</param>
    /// <param name="now">The certificate ends before its authority does.</param>
    public static KeyPair Issue(KeyPair authority, IEnumerable<string> hosts, DateTimeOffset now)
    {
        using var issuer = authority.Load();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=image-clone-operator-webhook", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(Names(hosts));
        var end = Earlier(now + ServingLifetime, new DateTimeOffset(issuer.NotAfter));
        using var certificate = request.Create(issuer, Later(now - ClockSkew, new DateTimeOffset(issuer.NotBefore)), end, Serial());
        return new KeyPair(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Extension Names(IEnumerable<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
            else names.AddDnsName(host);
        }

        return names.Build();
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        // Positive, and with no leading zeros (RFC 5280, 4.1.2.2).
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
