using ImageCloneOperator.Kubernetes.Controllers;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>Renews the certificates in their Secret before they end, and has API servers trust them. Only the leader does.</summary>
internal sealed partial class CertificateAuthority(
    CertificateStore store,
    WebhookConfigurations configurations,
    TrustedAuthorities authorities,
    TimeProvider time,
    ILogger<CertificateAuthority> logger)
    : IReconciler<string>
{
    /// <summary>A Secret that is only read by its name is not watched.</summary>
    private static readonly TimeSpan RequeueAfterRead = TimeSpan.FromSeconds(10);

    /// <summary>Another replica is about to write it.</summary>
    private static readonly TimeSpan RequeueWhileMissing = TimeSpan.FromSeconds(1);

    public async Task<ReconciliationResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var secret = await store.ReadAsync(cancellationToken);
        if (CertManager.Owns(secret, configurations)) return ReconciliationResult.Success(RequeueAfterRead);
        // Without one, the loader of some replica is about to make it.
        if (secret is null) return ReconciliationResult.Success(RequeueWhileMissing);

        var current = await RenewAsync(secret, cancellationToken);
        await configurations.TrustAsync(authorities.Bundle(current.Authority!.CertificatePem, configurations.Bundles), cancellationToken);
        return ReconciliationResult.Success(RequeueAfterRead);
    }

    private async Task<CertificateSecret> RenewAsync(V1Secret secret, CancellationToken cancellationToken)
    {
        var found = CertificateSecret.Read(secret);
        var wanted = found.Renewed(configurations.Hosts, time.GetUtcNow());
        if (wanted == found) return found;
        await store.ReplaceAsync(secret, wanted, cancellationToken);
        Log.Renewed(logger, store.Name, wanted.Authority == found.Authority ? "certificate" : "certificate authority");
        return wanted;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Wrote a new {What} of the webhooks to Secret {Secret}")]
        public static partial void Renewed(ILogger logger, string secret, string what);
    }
}
