using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Options;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>The certificate that this replica serves. Another one takes its place only once API servers trust it.</summary>
internal sealed class ServingCertificate(RunOptions options, TimeProvider time) : IReadinessSource
{
    /// <summary>How long after us an API server may see a change of the configurations.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private volatile ServedCertificate? _current;
    private (string Thumbprint, DateTimeOffset Since)? _trusted;

    public string Name => "webhooks";

    public string? NotReadyBecause => _current is null
        ? $"there is no certificate to serve in Secret {options.Namespace}/{CertificateStore.SecretName}: the operator makes it, "
            + "or cert-manager where that is asked to; the log says what keeps it from that."
        : null;

    /// <exception cref="AuthenticationException">There is none yet.</exception>
    public SslServerAuthenticationOptions Tls => (_current ?? throw new AuthenticationException("there is no certificate yet")).Tls;

    /// <summary>Serves what is offered, now or when it is asked again and trusted for long enough.</summary>
    /// <param name="offered">What the Secret has.</param>
    /// <param name="bundles">What API servers trust, of each webhook; none where no webhook is configured.</param>
    /// <param name="hosts">What API servers call us by.</param>
    /// <returns>Whether it is served.</returns>
    public bool Offer(ServedCertificate offered, IEnumerable<X509Certificate2Collection> bundles, IEnumerable<string> hosts)
    {
        if (offered.Thumbprint == _current?.Thumbprint) return true;
        var now = time.GetUtcNow();
        var isCurrentGood = _current is not null && !_current.IsExpired(now) && _current.IsFor(hosts);
        if (isCurrentGood && !IsTrusted(offered, bundles, now)) return false;
        (_current, _trusted) = (offered, null);
        return true;
    }

    private bool IsTrusted(ServedCertificate offered, IEnumerable<X509Certificate2Collection> bundles, DateTimeOffset now)
    {
        if (!bundles.All(roots => offered.IsTrustedBy(roots, now))) _trusted = null;
        else if (_trusted?.Thumbprint != offered.Thumbprint) _trusted = (offered.Thumbprint, now);
        return now - _trusted?.Since >= Grace;
    }
}
