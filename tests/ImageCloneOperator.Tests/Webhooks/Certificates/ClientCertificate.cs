using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageCloneOperator.Tests.Webhooks.Certificates;

/// <summary>A certificate of a client, which is its own authority, and the file that says so.</summary>
internal sealed class ClientCertificate : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private ClientCertificate(X509Certificate2 certificate)
    {
        Certificate = certificate;
        System.IO.File.WriteAllText(File, certificate.ExportCertificatePem());
    }

    public X509Certificate2 Certificate { get; }

    public string File { get; } = Path.GetTempFileName();

    public static ClientCertificate Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], critical: false));
        var now = DateTimeOffset.UtcNow;
        return new ClientCertificate(request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1)));
    }

    public void Dispose()
    {
        Certificate.Dispose();
        System.IO.File.Delete(File);
    }
}
