using System.Collections.Concurrent;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Credentials.Secrets;

/// <summary>
/// Reads secrets and ServiceAccounts when they are needed; what it read serves for a short while, what was missing for a shorter one.
/// </summary>
internal sealed class SecretCache(IKubernetesClient client, TimeProvider time) : IDisposable
{
    private const int MaxKept = 2_000;
    private const int MaxReads = 8;
    private static readonly TimeSpan KeepFound = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan KeepMissing = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<SecretName, Kept<Secret>> _secrets = new();
    private readonly ConcurrentDictionary<SecretName, Kept<ServiceAccount>> _accounts = new();
    private readonly SemaphoreSlim _reads = new(MaxReads);

    /// <returns>Null where there is none.</returns>
    /// <exception cref="KubernetesException">It cannot be read, such as where RBAC does not allow it.</exception>
    public Task<Secret?> SecretAsync(SecretName name, CancellationToken cancellationToken) => ReadAsync(_secrets, name, cancellationToken);

    /// <inheritdoc cref="SecretAsync"/>
    public Task<ServiceAccount?> ServiceAccountAsync(SecretName name, CancellationToken cancellationToken) =>
        ReadAsync(_accounts, name, cancellationToken);

    public void Dispose() => _reads.Dispose();

    /// <summary>Reads afresh the next time: what was there did not serve.</summary>
    public void Forget() => _secrets.Clear();

    private async Task<T?> ReadAsync<T>(
        ConcurrentDictionary<SecretName, Kept<T>> kept, SecretName name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        if (Known(kept, name) is { } known) return known.Value;
        await _reads.WaitAsync(cancellationToken);
        try
        {
            // Many ask for the same at the same time: one of them reads it.
            if (Known(kept, name) is { } meanwhile) return meanwhile.Value;
            var found = await client.GetAsync<T>(name.Name, name.Namespace, cancellationToken);
            if (kept.Count >= MaxKept) kept.Clear();
            kept[name] = new Kept<T>(found, time.GetUtcNow() + (found is null ? KeepMissing : KeepFound));
            return found;
        }
        finally
        {
            _reads.Release();
        }
    }

    private Kept<T>? Known<T>(ConcurrentDictionary<SecretName, Kept<T>> kept, SecretName name)
        where T : class, IKubernetesObject =>
        kept.TryGetValue(name, out var known) && time.GetUtcNow() < known.Until ? known : null;

    private sealed record Kept<T>(T? Value, DateTimeOffset Until);
}
