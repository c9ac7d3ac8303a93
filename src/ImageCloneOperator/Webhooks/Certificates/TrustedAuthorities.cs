using System.Security.Cryptography.X509Certificates;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>
/// Which authorities API servers are told to trust: the current one, and each earlier one for as long as a replica may still serve a
/// certificate of it. What was earlier is read from the configurations, so that it outlives the Secret and this program.
/// </summary>
internal sealed class TrustedAuthorities(TimeProvider time)
{
    /// <summary>Replicas take a few seconds; one that is cut off from the API for a while must not be left behind.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, (X509Certificate2 Certificate, DateTimeOffset Since)> _earlier = new(StringComparer.Ordinal);

    /// <summary>The bundle, in PEM: the same text for the same certificates.</summary>
    public string Bundle(string currentPem, IEnumerable<X509Certificate2Collection> bundles)
    {
        var now = time.GetUtcNow();
        var current = X509Certificate2.CreateFromPem(currentPem);
        foreach (var found in bundles.SelectMany(bundle => bundle)) _earlier.TryAdd(found.Thumbprint, (found, now));
        _earlier.Remove(current.Thumbprint);
        var kept = _earlier.Values.Where(earlier => now - earlier.Since < Retention && !earlier.Certificate.IsExpired(now));
        var pems = kept
            .OrderByDescending(earlier => earlier.Certificate.NotBefore)
            .ThenBy(earlier => earlier.Certificate.Thumbprint, StringComparer.Ordinal)
            .Select(earlier => earlier.Certificate).Prepend(current).Select(certificate => certificate.ExportCertificatePem() + "\n");
        return string.Concat(pems);
    }
}
