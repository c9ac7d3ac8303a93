using System.Collections.Concurrent;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Client;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Secrets;

/// <summary>Reads secrets and ServiceAccounts when they are needed; what it read serves for a short while, what was missing for a shorter one.</summary>
internal sealed class SecretReader(IKubernetesClient client, TimeProvider time)
{
    private const int MaxKept = 2_000;
    private static readonly TimeSpan KeepFound = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan KeepMissing = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<SecretName, Kept<Secret>> _secrets = new();
    private readonly ConcurrentDictionary<SecretName, Kept<ServiceAccount>> _accounts = new();

    /// <returns>Null where there is none.</returns>
    /// <exception cref="KubernetesException">It cannot be read, such as where RBAC does not allow it.</exception>
    public Task<Secret?> SecretAsync(SecretName name, CancellationToken cancellationToken) => ReadAsync(_secrets, name, cancellationToken);

    /// <inheritdoc cref="SecretAsync"/>
    public Task<ServiceAccount?> ServiceAccountAsync(SecretName name, CancellationToken cancellationToken) => ReadAsync(_accounts, name, cancellationToken);

    /// <summary>Reads afresh the next time: what was there did not serve.</summary>
    public void Forget() => _secrets.Clear();

    private async Task<T?> ReadAsync<T>(ConcurrentDictionary<SecretName, Kept<T>> kept, SecretName name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        var now = time.GetUtcNow();
        if (kept.TryGetValue(name, out var known) && now < known.Until) return known.Value;
        var found = await client.GetAsync<T>(name.Name, name.Namespace, cancellationToken);
        if (kept.Count >= MaxKept) kept.Clear();
        kept[name] = new Kept<T>(found, now + (found is null ? KeepMissing : KeepFound));
        return found;
    }

    private sealed record Kept<T>(T? Value, DateTimeOffset Until);
}
