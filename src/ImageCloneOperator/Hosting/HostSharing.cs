using System.Globalization;
using ImageCloneOperator.Api;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Transport.Limits;
using k8s.Models;
using Microsoft.Extensions.Hosting;

namespace ImageCloneOperator.Hosting;

/// <summary>
/// Divides the limits on requests to each registry among the replicas, and brings the pauses that a registry has asked one of them for to
/// all: they are on the Lease of that one.
/// </summary>
internal sealed class HostSharing(RegistryClient registries, IMembership membership, IResourceCache<V1Lease> leases, TimeProvider time)
    : IHostedService, IDisposable
{
    /// <summary>An annotation is small.</summary>
    private const int MaxHosts = 20;

    /// <summary>A shorter one is over before anybody has read of it.</summary>
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(3);

    /// <summary>Another's clock may be wrong.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private IDisposable? _members;
    private IDisposable? _pauses;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _members = membership.Subscribe(() => registries.Hosts.Processes = membership.Shares);
        _pauses = leases.Subscribe(Hear);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _members?.Dispose();
        _pauses?.Dispose();
    }

    /// <summary>The annotations of this replica's own Lease.</summary>
    public static IReadOnlyDictionary<string, string> Tell(SharedHosts hosts, TimeProvider time)
    {
        var pauses = hosts.Pauses.Where(pause => pause.Until - time.GetUtcNow() > WorthTelling).Take(MaxHosts)
            .Select(pause => $"{pause.Host}={pause.Until.ToString("O", CultureInfo.InvariantCulture)}")
            .ToList();
        return pauses.Count == 0
            ? new Dictionary<string, string>(StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal) { [WellKnown.PausedHostsAnnotation] = string.Join(',', pauses) };
    }

    private void Hear(CacheChange<V1Lease> change)
    {
        if (change.New?.Metadata is not { } lease || lease.Name == membership.Name) return;
        if (lease.Annotations?.TryGetValue(WellKnown.PausedHostsAnnotation, out var text) is not true) return;
        var latest = time.GetUtcNow() + Longest;
        foreach (var pause in text!.Split(',').Select(pause => pause.Split('=')).Where(pause => pause.Length == 2))
        {
            if (DateTimeOffset.TryParse(pause[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
                registries.Hosts.Pause(pause[0], until < latest ? until : latest);
        }
    }
}
