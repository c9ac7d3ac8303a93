using System.Collections.Concurrent;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Catalogs.Storage;
using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Registry;
using k8s.Models;

namespace ImageCloneOperator.Catalogs;

/// <summary>
/// Writes the catalogue of a policy to its target when it has changed, at intervals, and deletes the restore points that have expired.
/// </summary>
internal sealed class CatalogController(
    IResourceCache<BackupPolicy> policies,
    IResourceCache<ImageBackup> backups,
    CompiledPolicies compiled,
    ClusterName cluster,
    CatalogStore store,
    IEventRecorder events,
    TimeProvider time) : IReconciler<EntityKey>
{
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromHours(1);
    private static readonly TimeSpan RequeueAfterFailure = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Written> _written = new(StringComparer.Ordinal);

    public static void Configure(ReconcilerOptions<EntityKey> controller)
    {
        controller.Workers = 2;
        controller.Deadline = TimeSpan.FromMinutes(5);
        controller.About = key => new() { Kind = BackupPolicy.KindName, Name = key.Name };
        controller.Watches<BackupPolicy>(
            policy => [EntityKey.Of(policy)],
            change => change.Old?.Metadata.Generation != change.New?.Metadata.Generation || Phase(change.Old) != Phase(change.New));
        controller.Watches<ImageBackup>(
            backup => [new EntityKey("", backup.Spec.PolicyName)],
            change => !change.IsUpdated || CatalogContent.IsChanged(change.Old!, change.New!));
        controller.Reads<V1Namespace>();
    }

    public async Task<ReconciliationResult> ReconcileAsync(EntityKey key, CancellationToken cancellationToken)
    {
        if (policies.Get(key) is not { } entity)
        {
            _written.TryRemove(key.Name, out _);
            return ReconciliationResult.Success();
        }

        if (cluster.Value is not { } name) return ReconciliationResult.Success();
        if (compiled.Find(key.Name) is not { Suspended: false, Catalog: { } rule } policy) return ReconciliationResult.Success();
        try
        {
            return ReconciliationResult.Success(await WriteAsync(entity, policy, rule, name, cancellationToken));
        }
        catch (Exception failed) when (failed is RegistryException or RegistryConfigurationException)
        {
            events.Record(
                entity,
                EventType.Warning,
                EventReasons.CatalogFailed,
                $"The catalogue at the target could not be brought up to date, and is tried again: {failed.Message}",
                "Catalog");
            return ReconciliationResult.Success(RequeueAfterFailure);
        }
    }

    /// <returns>When to look again.</returns>
    private async Task<TimeSpan> WriteAsync(
        BackupPolicy entity, Policy policy, CatalogRule rule, string name, CancellationToken cancellationToken)
    {
        var (latest, now) = (CatalogTag.Latest(name, policy.Name), time.GetUtcNow());
        var last = await LastAsync(policy, latest, now, cancellationToken);
        // Thousands of backups change one after the other: the document is made only where it could be written. A time to come is
        // another clock's: it must not keep the catalogue from being written.
        var earliest = last.At + BetweenWrites ?? (IsSettled(entity) ? now : last.Seen + BetweenWrites);
        if (earliest > now && earliest <= now + BetweenWrites) return earliest - now;
        var document = CatalogContent.Of(name, policy, rule.Users, backups.ByIndex(BackupLookup.ByPolicy, policy.Name));
        var content = document.Content();
        if (content != last.Content && (last.Content is not null || document.Images.Count > 0))
        {
            var waitsUntil = last.Seen + BetweenWrites;
            if (last.At is null && !AreAllTried(entity, document) && waitsUntil > now) return waitsUntil - now;
            await store.WriteAsync(policy, document with { Time = now }, cancellationToken);
            _written[policy.Name] = last = new Written(last.Place, content, now, now);
        }

        if (!last.IsTrimmed) await store.TrimAsync(policy, latest, rule, now, cancellationToken);
        _written[policy.Name] = last with { IsTrimmed = true };
        return BetweenLooks;
    }

    /// <summary>Another leader may have written meanwhile, or somebody deleted it: what is known grows old.</summary>
    private async Task<Written> LastAsync(Policy policy, string latest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var place = policy.Target.Own(CatalogTag.Repository, latest).ToString();
        if (_written.TryGetValue(policy.Name, out var last) && last.Place == place && now - last.Seen < BetweenLooks) return last;
        var there = await store.ReadAsync(policy, latest, cancellationToken);
        return _written[policy.Name] = new Written(place, there?.Content(), there?.Time, now);
    }

    /// <summary>
    /// The first one waits for this, so that it does not stand for long with a few of them. A policy may yet say of its images what was so
    /// before the latest came.
    /// </summary>
    private static bool AreAllTried(BackupPolicy policy, CatalogDocument document) =>
        IsSettled(policy) && document.Images.All(image => image.Reason is not (null or ConditionReasons.Pending));

    private static bool IsSettled(BackupPolicy policy) => Phase(policy) is ObjectPhase.Ready or ObjectPhase.Stalled;

    private static ObjectPhase? Phase(BackupPolicy? policy) =>
        policy?.Status.ObservedGeneration == policy?.Metadata.Generation ? policy?.Status.Conditions.Phase() : null;

    /// <summary>What is at the target, as this process knows it.</summary>
    /// <param name="Place">The catalogue's reference.</param>
    /// <param name="Content">What it says; none where there is no catalogue.</param>
    /// <param name="At">When it was written.</param>
    /// <param name="Seen">When this process looked.</param>
    private sealed record Written(string Place, Digest? Content, DateTimeOffset? At, DateTimeOffset Seen)
    {
        /// <summary>No restore point is there that has expired.</summary>
        public bool IsTrimmed { get; init; }
    }
}
