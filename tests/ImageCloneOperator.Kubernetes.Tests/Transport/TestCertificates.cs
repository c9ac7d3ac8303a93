using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ImageCloneOperator.Kubernetes.Tests.Transport;

internal static class TestCertificates
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddHours(-1);

    public static X509Certificate2 Authority()
    {
        var request = new CertificateRequest(
            $"CN=ca-{Guid.NewGuid():N}", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(From, From.AddDays(2));
    }

    /// <summary>A certificate for a DNS name, without its key.</summary>
    public static X509Certificate2 Issue(X509Certificate2 authority, string name, AsymmetricAlgorithm key)
    {
        var request = key is RSA rsa
            ? new CertificateRequest($"CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"CN={name}", (ECDsa)key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var signer = X509SignatureGenerator.CreateForECDsa(authority.GetECDsaPrivateKey()!);
        return request.Create(authority.SubjectName, signer, From, From.AddDays(1), RandomNumberGenerator.GetBytes(8));
    }

    public static string Base64(X509Certificate2 certificate) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
}
