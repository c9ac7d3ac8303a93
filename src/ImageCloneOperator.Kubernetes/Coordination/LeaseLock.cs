using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Coordination;

/// <summary>
/// One candidate's view of the lease. Whether it has run out is judged by how long ago this candidate saw it change, by its own
/// monotonic clock; the times written in it are for people, so clocks may differ.
/// </summary>
internal sealed class LeaseLock(IKubernetesClient client, LeaderElectionOptions options, TimeProvider time)
{
    private V1Lease? _seen;
    private long _seenAt;
    private bool _seenIsCurrent;

    /// <summary>Who holds the lease as far as this candidate has seen; null for nobody.</summary>
    public string? Holder => string.IsNullOrEmpty(_seen?.Spec?.HolderIdentity) ? null : _seen.Spec.HolderIdentity;

    private bool IsOurs => Holder == options.Identity;

    private bool HasRunOut => time.GetElapsedTime(_seenAt) > TimeSpan.FromSeconds(_seen?.Spec?.LeaseDurationSeconds ?? DurationSeconds);

    /// <summary>Takes or renews the lease; false when another holds it.</summary>
    /// <exception cref="ClusterException">Whether the lease was taken or renewed is unknown.</exception>
    public async Task<bool> TryHoldAsync(CancellationToken cancellationToken)
    {
        if (!(_seenIsCurrent && IsOurs))
            await LookAsync(cancellationToken);
        if (_seen is not null && Holder is not null && !IsOurs && !HasRunOut)
            return false;
        try
        {
            await WriteAsync(_seen is null ? New() : Held(_seen), cancellationToken);
            return true;
        }
        catch (KubernetesApiException exception) when (exception.IsConflict || exception.IsAlreadyExists || exception.IsNotFound)
        {
            // Another was faster, or our own write of an answer that was lost: the next look tells.
            await LookAsync(cancellationToken);
            if (IsOurs)
                await WriteAsync(Held(_seen!), cancellationToken);
            return IsOurs;
        }
    }

    /// <summary>Lets the next candidate take over at once.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        if (IsOurs && options.DeletesOnRelease)
        {
            await client.CoordinationV1.DeleteNamespacedLeaseAsync(
                options.LeaseName, options.Namespace, cancellationToken: cancellationToken);
        }
        else if (IsOurs)
        {
            await WriteAsync(
                With(_seen!, _seen!.Spec with { HolderIdentity = "", LeaseDurationSeconds = 1, RenewTime = time.GetUtcNow().UtcDateTime }),
                cancellationToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken) => See(await client.CoordinationV1
        .ReadNamespacedLeaseAsync(options.LeaseName, options.Namespace, cancellationToken: cancellationToken)
        .OrNoneAsync());

    private async Task WriteAsync(V1Lease lease, CancellationToken cancellationToken)
    {
        // Until the answer is here, what is on the server is unknown.
        _seenIsCurrent = false;
        See(lease.Metadata.ResourceVersion is null
            ? await client.CoordinationV1.CreateNamespacedLeaseAsync(lease, options.Namespace, cancellationToken: cancellationToken)
            : await client.CoordinationV1.ReplaceNamespacedLeaseAsync(
                lease, options.LeaseName, options.Namespace, cancellationToken: cancellationToken));
    }

    private void See(V1Lease? lease)
    {
        if (lease?.Metadata.ResourceVersion != _seen?.Metadata.ResourceVersion)
            _seenAt = time.GetTimestamp();
        (_seen, _seenIsCurrent) = (lease, true);
    }

    private V1Lease New() => new()
    {
        ApiVersion = $"{V1Lease.KubeGroup}/{V1Lease.KubeApiVersion}",
        Kind = V1Lease.KubeKind,
        Metadata = new()
        {
            Name = options.LeaseName,
            NamespaceProperty = options.Namespace,
            Labels = options.Labels.Count == 0 ? null : options.Labels.ToDictionary(),
        },
        Spec = Taken(new()),
    };

    private V1Lease Held(V1Lease lease) =>
        With(lease, IsOurs
            ? lease.Spec with { RenewTime = time.GetUtcNow().UtcDateTime, LeaseDurationSeconds = DurationSeconds }
            : Taken(lease.Spec ?? new()));

    private V1LeaseSpec Taken(V1LeaseSpec spec) => spec with
    {
        HolderIdentity = options.Identity,
        LeaseDurationSeconds = DurationSeconds,
        AcquireTime = time.GetUtcNow().UtcDateTime,
        RenewTime = time.GetUtcNow().UtcDateTime,
        LeaseTransitions = spec.LeaseTransitions is { } transitions ? transitions + 1 : 0,
    };

    private int DurationSeconds => (int)Math.Ceiling(options.LeaseDuration.TotalSeconds);

    private V1Lease With(V1Lease lease, V1LeaseSpec spec) => options.Annotations is { } annotations
        ? lease with { Spec = spec, Metadata = lease.Metadata with { Annotations = annotations().ToDictionary() } }
        : lease with { Spec = spec };
}
