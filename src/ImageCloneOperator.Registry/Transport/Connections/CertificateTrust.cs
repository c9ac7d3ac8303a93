using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>Decides whether a host's certificate is trusted, and says why where it is not.</summary>
internal sealed class CertificateTrust
{
    /// <summary>A chain that ends at a certificate that was given ends well, though that may be no root.</summary>
    private const X509ChainStatusFlags EndsEarly = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;

    private readonly X509Certificate2Collection _anchors = [];
    private readonly TimeProvider _time;

    /// <param name="pem">Certificates of authorities or of hosts themselves, which are trusted besides the system's.</param>
    /// <param name="time">Says whether a certificate has expired already.</param>
    public CertificateTrust(string? pem, TimeProvider time)
    {
        _time = time;
        if (pem is not null) _anchors.ImportFromPem(pem);
    }

    /// <exception cref="AuthenticationException">The certificate is not trusted. The message says why.</exception>
    public bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return true;
        if (certificate is not X509Certificate2 leaf) throw new AuthenticationException("the host shows no certificate");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) throw new AuthenticationException(WrongName(leaf));
        var status = StatusOf(leaf, chain);
        return status == X509ChainStatusFlags.NoError ? true : throw new AuthenticationException(Explain(leaf, status));
    }

    private X509ChainStatusFlags StatusOf(X509Certificate2 leaf, X509Chain? shown)
    {
        if (_anchors.Count == 0) return Join(shown?.ChainStatus);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(_anchors);
        foreach (var element in shown?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        if (chain.Build(leaf)) return X509ChainStatusFlags.NoError;
        var status = Join(chain.ChainStatus);
        var reachesAnchor = chain.ChainElements.Any(element => _anchors.Contains(element.Certificate));
        return reachesAnchor ? status & ~EndsEarly : status;
    }

    private static X509ChainStatusFlags Join(IEnumerable<X509ChainStatus>? statuses) =>
        (statuses ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);

    private static string WrongName(X509Certificate2 leaf)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension
            .EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())));
        return $"its certificate is for another name ({string.Join(", ", names.DefaultIfEmpty(leaf.Subject).Take(10))})";
    }

    private string Explain(X509Certificate2 leaf, X509ChainStatusFlags status)
    {
        if (!status.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return (status & EndsEarly) != X509ChainStatusFlags.NoError
                ? $"its certificate is of an unknown authority ({leaf.Issuer}): give that authority's certificate"
                : $"its certificate is not valid ({status})";
        return new DateTimeOffset(leaf.NotAfter) < _time.GetUtcNow()
            ? $"its certificate expired at {leaf.NotAfter.ToUniversalTime():u}"
            : $"its certificate, or that of its authority, is not valid now (its own from {leaf.NotBefore.ToUniversalTime():u})";
    }
}
