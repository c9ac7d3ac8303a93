using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Kubernetes.Controllers;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>
/// Has this replica serve what the Secret holds. Where there is no Secret it makes one, leader or not: a replica that starts beside a
/// leader without webhooks would otherwise never be ready, and so never lead.
/// </summary>
internal sealed partial class CertificateLoader(
    CertificateStore store,
    WebhookConfigurations configurations,
    ServingCertificate serving,
    TimeProvider time,
    ILogger<CertificateLoader> logger)
    : IReconciler<string>
{
    /// <summary>A Secret that is only read by its name is not watched.</summary>
    private static readonly TimeSpan RequeueAfterRead = TimeSpan.FromSeconds(10);

    /// <summary>Another replica is about to write it.</summary>
    private static readonly TimeSpan RequeueWhileMissing = TimeSpan.FromSeconds(1);

    private string? _served;

    public async Task<ReconciliationResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var secret = await store.ReadAsync(cancellationToken);
        var isForeign = CertManager.Owns(secret, configurations);
        if (secret is null && !isForeign)
            secret = await store.CreateAsync(CertificateSecret.None.Renewed(configurations.Hosts, time.GetUtcNow()), cancellationToken);
        var hosts = configurations.CalledHosts;
        if (ServedCertificate.Read(secret) is not { } offered || !serving.Offer(offered, Bundles(isForeign), hosts))
            return ReconciliationResult.Success(RequeueWhileMissing);

        if (_served != offered.Thumbprint) Log.Serves(logger, store.Name, offered.End);
        _served = offered.Thumbprint;
        // One for other names is about to be replaced by the leader.
        return ReconciliationResult.Success(isForeign || offered.IsFor(hosts) ? RequeueAfterRead : RequeueWhileMissing);
    }

    /// <summary>Without a bundle API servers trust the authorities of their system, which only cert-manager knows.</summary>
    private IEnumerable<X509Certificate2Collection> Bundles(bool isForeign) =>
        configurations.Bundles.Where(bundle => bundle.Count > 0 || !isForeign);

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Information, Message = "Webhooks serve the certificate of Secret {Secret}, which is good until {End:u}")]
        public static partial void Serves(ILogger logger, string secret, DateTimeOffset end);
    }
}
