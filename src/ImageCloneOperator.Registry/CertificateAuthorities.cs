using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageCloneOperator.Registry;

/// <summary>Looks at what is given as <see cref="RegistryHostSettings.CertificateAuthorityPem"/> before it is used.</summary>
public static class CertificateAuthorities
{
    /// <returns>Why no certificate can be read from it; null where one can.</returns>
    public static string? ProblemOf(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
            return certificates.Count > 0 ? null : "has no PEM certificate (-----BEGIN CERTIFICATE-----)";
        }
        catch (CryptographicException)
        {
            return "has a certificate that is damaged";
        }
        finally
        {
            foreach (var certificate in certificates) certificate.Dispose();
        }
    }
}
