using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageCloneOperator.Kubernetes.Entities;
using k8s.Models;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>A certificate that can be served, with what goes along with it.</summary>
internal sealed class ServedCertificate
{
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2Collection _intermediates;

    private ServedCertificate(X509Certificate2 certificate, X509Certificate2Collection intermediates)
    {
        (_certificate, _intermediates) = (certificate, intermediates);
        // Made once, and never with a look into the network: handshakes are on the hot path.
        Tls = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, intermediates, offline: true),
        };
    }

    public SslServerAuthenticationOptions Tls { get; }

    public string Thumbprint => _certificate.Thumbprint;

    public DateTimeOffset End => new(_certificate.NotAfter);

    /// <param name="secret">Of type kubernetes.io/tls, whoever made it.</param>
    /// <returns>Null where there is none that can be used.</returns>
    public static ServedCertificate? Read(V1Secret? secret)
    {
        if (secret?.Value("tls.crt") is not { } certificate || secret.Value("tls.key") is not { } key)
            return null;
        try
        {
            var pair = new KeyPair(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key));
            return new ServedCertificate(pair.Load(), [.. CertificateChecks.Read(pair.CertificatePem).Skip(1)]);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    public bool IsExpired(DateTimeOffset now) => _certificate.IsExpired(now);

    public bool IsFor(IEnumerable<string> hosts) => _certificate.IsFor(hosts);

    public bool IsTrustedBy(X509Certificate2Collection roots, DateTimeOffset now) => _certificate.IsTrustedBy(_intermediates, roots, now);
}
