using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ImageCloneOperator.Webhooks.Certificates;

internal static class CertificateChecks
{
    /// <summary>Two thirds of its life are over, and the last third is for whatever goes wrong with its renewal.</summary>
    public static bool IsDue(this X509Certificate2 certificate, DateTimeOffset now)
    {
        var begin = new DateTimeOffset(certificate.NotBefore);
        return now >= begin + ((new DateTimeOffset(certificate.NotAfter) - begin) * 2 / 3);
    }

    public static bool IsExpired(this X509Certificate2 certificate, DateTimeOffset now) => now >= new DateTimeOffset(certificate.NotAfter);

    public static bool IsFor(this X509Certificate2 certificate, IEnumerable<string> hosts) =>
        hosts.All(host => certificate.MatchesHostname(host, allowWildcards: false, allowCommonName: false));

    /// <summary>Whether it goes back to one of the roots.</summary>
    /// <param name="certificate">A server's certificate.</param>
    /// <param name="intermediates">What the server sends along.</param>
    /// <param name="roots">All that is trusted.</param>
    /// <param name="now">When.</param>
    public static bool IsTrustedBy(
        this X509Certificate2 certificate, X509Certificate2Collection intermediates, X509Certificate2Collection roots, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        return roots.Count > 0 && chain.Build(certificate);
    }

    /// <summary>The certificates of a PEM text; none where it cannot be read.</summary>
    public static X509Certificate2Collection Read(string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            return [];
        }

        return certificates;
    }
}
