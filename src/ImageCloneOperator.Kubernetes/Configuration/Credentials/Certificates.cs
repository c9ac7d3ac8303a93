using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageCloneOperator.Kubernetes.Configuration.Credentials;

/// <summary>Reads PEM.</summary>
internal static class Certificates
{
    /// <exception cref="CryptographicException">There is no certificate in it.</exception>
    public static X509Certificate2Collection Authorities(string pem)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("No PEM block CERTIFICATE.");
    }

    /// <summary>A certificate with its key, EC or RSA.</summary>
    /// <exception cref="CryptographicException">One of them is missing, or they do not belong together.</exception>
    public static X509Certificate2 WithKey(string certificatePem, string keyPem)
    {
        var certificate = X509Certificate2.CreateFromPem(certificatePem, keyPem);
        if (!OperatingSystem.IsWindows())
            return certificate;
        // Windows' TLS cannot use a key that is in memory only.
        using (certificate)
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}
