using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Queues;
using ImageCloneOperator.Registry.Caching;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Credentials.Secrets;

/// <summary>
/// Reads secrets and ServiceAccounts when they are needed, namespaces in turn; what it read serves for a short while, what was missing for
/// a shorter one.
/// </summary>
internal sealed class SecretCache(IKubernetesClient client, TimeProvider time) : IDisposable
{
    private const int MaxKept = 2_000;
    private const int MaxReads = 8;
    private static readonly TimeSpan KeepFound = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan KeepMissing = TimeSpan.FromSeconds(5);

    private readonly ExpiringCache<SecretName, V1Secret?> _secrets = new(time);
    private readonly ExpiringCache<SecretName, V1ServiceAccount?> _accounts = new(time);
    private readonly FairSlots _reads = new(MaxReads);

    /// <returns>Null where there is none.</returns>
    /// <exception cref="ClusterException">It cannot be read, such as where RBAC does not allow it.</exception>
    public Task<V1Secret?> SecretAsync(SecretName name, CancellationToken cancellationToken) =>
        ReadAsync(
            _secrets,
            name,
            () => client.CoreV1.ReadNamespacedSecretAsync(name.Name, name.Namespace, cancellationToken: cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="SecretAsync"/>
    public Task<V1ServiceAccount?> ServiceAccountAsync(SecretName name, CancellationToken cancellationToken) =>
        ReadAsync(
            _accounts,
            name,
            () => client.CoreV1.ReadNamespacedServiceAccountAsync(name.Name, name.Namespace, cancellationToken: cancellationToken),
            cancellationToken);

    public void Dispose()
    {
        _secrets.Dispose();
        _accounts.Dispose();
    }

    /// <summary>Reads afresh the next time: what was there did not serve.</summary>
    public void Forget() => _secrets.Clear();

    /// <summary>Reads this one afresh the next time.</summary>
    public void Forget(SecretName name) => _secrets.Remove(name);

    private async Task<T?> ReadAsync<T>(
        ExpiringCache<SecretName, T?> kept, SecretName name, Func<Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        if (kept.TryGet(name, out var known)) return known;
        using var slot = await _reads.TakeAsync([name.Namespace], host: name.Namespace, cancellationToken);
        // Many ask for the same at the same time: one of them reads it.
        if (kept.TryGet(name, out var meanwhile)) return meanwhile;
        var found = await read().OrNoneAsync();
        if (kept.Count >= MaxKept) kept.Clear();
        kept.Set(name, found, found is null ? KeepMissing : KeepFound);
        return found;
    }
}
