using System.Collections.Concurrent;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Planning;
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

/// <summary>Writes the catalogue of a policy to its target when it has changed: at once the first time, then at intervals.</summary>
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
        if (policies.Get(key) is not { } entity || cluster.Value is not { } name) return ReconciliationResult.Success();
        if (compiled.Find(key.Name) is not { Suspended: false, Catalog: { } rule } policy) return ReconciliationResult.Success();
        var document = CatalogContent.Of(name, policy, rule, backups.ByIndex(BackupUsers.ByPolicy, key.Name));
        try
        {
            return ReconciliationResult.Success(await WriteAsync(entity, policy, rule, document, cancellationToken));
        }
        catch (Exception failed) when (failed is RegistryException or RegistryConfigurationException)
        {
            events.Record(
                entity,
                EventType.Warning,
                EventReasons.CatalogFailed,
                $"The catalogue is written again later: {failed.Message}",
                "Catalog");
            return ReconciliationResult.Success(RequeueAfterFailure);
        }
    }

    /// <returns>When to look again.</returns>
    private async Task<TimeSpan?> WriteAsync(
        BackupPolicy entity, Policy policy, CatalogRule rule, CatalogDocument document, CancellationToken cancellationToken)
    {
        var latest = CatalogTag.Latest(document.Cluster, document.Policy);
        var place = policy.Target.Own(CatalogTag.Repository, latest).ToString();
        if (!_written.TryGetValue(entity.Metadata.Uid!, out var last) || last.Place != place)
        {
            var there = await store.ReadAsync(policy, latest, cancellationToken);
            _written[entity.Metadata.Uid!] = last = new Written(place, there?.Content(), there?.Time, time.GetUtcNow());
        }

        var now = time.GetUtcNow();
        if (document.Content() == last.Content || (last.Content is null && document.Images.Count == 0)) return null;
        // The first one waits until all images have been tried, so that it does not stand for ten minutes with a few of them.
        var due = last.At is { } at ? at + BetweenWrites
            : Phase(entity) is ObjectPhase.Ready or ObjectPhase.Stalled ? now
            : last.Seen + BetweenWrites;
        // A time to come is another clock's: it must not keep the catalogue from being written.
        if (due > now && due <= now + BetweenWrites) return due - now;
        await store.WriteAsync(policy, document with { Time = now }, cancellationToken);
        _written[entity.Metadata.Uid!] = new Written(place, document.Content(), now, now);
        await store.TrimAsync(policy, latest, rule, now, cancellationToken);
        return null;
    }

    private static ObjectPhase? Phase(BackupPolicy? policy) =>
        policy?.Status.ObservedGeneration == policy?.Metadata.Generation ? policy?.Status.Conditions.Phase() : null;

    /// <summary>What is at the target, as this process knows it.</summary>
    /// <param name="Place">The catalogue's reference.</param>
    /// <param name="Content">What it says; none where there is no catalogue.</param>
    /// <param name="At">When it was written.</param>
    /// <param name="Seen">When this process first looked.</param>
    private sealed record Written(string Place, Digest? Content, DateTimeOffset? At, DateTimeOffset Seen);
}
