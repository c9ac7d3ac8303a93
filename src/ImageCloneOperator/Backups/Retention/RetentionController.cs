using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Backups.Retention;

/// <summary>
/// Lets the backups of a policy go that have been unused for as long as it keeps them, in rounds: a round reads once what the whole cluster
/// names, and each backup again right before it goes.
/// </summary>
internal sealed class RetentionController(
    IResourceCache<ImageBackup> backups,
    IResourceCache<BackupPolicy> policies,
    CompiledPolicies compiled,
    RetentionReader reader,
    ExpiredBackups expired,
    IEventRecorder events,
    TimeProvider time) : IReconciler<EntityKey>
{
    /// <summary>To read all pods of a large cluster costs it something.</summary>
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(10);

    /// <summary>A tag that moves often is trimmed less often.</summary>
    private static readonly TimeSpan BetweenTrims = TimeSpan.FromMinutes(10);

    /// <summary>What a round has read of pods and revisions is not trusted for longer.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RequeueAfterFailure = TimeSpan.FromMinutes(1);

    private long? _lastRound;

    public static void Configure(ReconcilerOptions<EntityKey> controller)
    {
        // One at a time: what a round has read of the target must stay true.
        controller.Workers = 1;
        controller.Deadline = TimeSpan.FromMinutes(10);
        controller.About = key => new() { Kind = BackupPolicy.KindName, Name = key.Name };
        controller.Watches<BackupPolicy>(policy => [EntityKey.Of(policy)], Predicates.GenerationChanged);
        controller.Watches<ImageBackup>(
            backup => [new EntityKey("", backup.Spec.PolicyName)],
            change => !change.IsUpdated || change.Old!.Unused() != change.New!.Unused()
                || change.Old!.HasOnlyFailed() != change.New!.HasOnlyFailed()
                || change.Old!.Status.PreviousDigests?.Count != change.New!.Status.PreviousDigests?.Count);
    }

    public async Task<ReconciliationResult> ReconcileAsync(EntityKey key, CancellationToken cancellationToken)
    {
        if (policies.Get(key) is not { } entity || compiled.Find(key.Name) is not { Suspended: false } policy)
            return ReconciliationResult.Success();
        var owned = backups.ByIndex(BackupLookup.ByPolicy, key.Name).Where(backup => RetentionCase.IsOwned(backup, entity)).ToList();
        var due = owned.Where(backup => backup.Unused()?.IsOver(UnusedFor(backup, policy), time.GetUtcNow()) is true).ToList();
        var surplus = owned.Except(due).Where(backup => HasSurplus(backup, policy)).ToList();
        if (due.Count == 0 && surplus.Count == 0) return ReconciliationResult.Success();
        if (Left(due.Count > 0 ? BetweenRounds : BetweenTrims) is { } wait) return ReconciliationResult.Success(wait);
        return ReconciliationResult.Success(
            await RunAsync(entity, policy, [.. due, .. surplus], cancellationToken) ? null : RequeueAfterFailure);
    }

    /// <summary>A copy that never came about, of an image that nobody uses, is worth nothing.</summary>
    private static TimeSpan UnusedFor(ImageBackup backup, Policy policy) => backup.HasOnlyFailed() ? TimeSpan.Zero : policy.UnusedFor;

    private static bool HasSurplus(ImageBackup backup, Policy policy) =>
        backup.Status.PreviousDigests is { Count: > 0 } previous
        && ImageReference.TryParse(backup.Spec.Source, out var source, out _)
        && previous.Count > policy.TagRules.For(source).KeepPrevious;

    /// <returns>False where something has to be tried again.</returns>
    private async Task<bool> RunAsync(
        BackupPolicy entity, Policy policy, IReadOnlyList<ImageBackup> candidates, CancellationToken cancellationToken)
    {
        var withImages = policy.DeleteImages || candidates.Any(backup => HasSurplus(backup, policy));
        RetentionRound? round = null;
        var complete = true;
        foreach (var candidate in candidates)
        {
            try
            {
                if (round is null || time.GetElapsedTime(round.Begun) > Fresh)
                    round = await reader.BeginAsync(withImages, cancellationToken);
                _lastRound = time.GetTimestamp();
                if (await reader.ReadAsync(round, candidate, cancellationToken) is not { } item) continue;
                await expired.TrimAsync(item, cancellationToken);
                await expired.ApplyAsync(item, cancellationToken);
            }
            catch (KubernetesApiException refused)
            {
                Tell(entity, $"What the cluster uses cannot be read, and nothing is deleted: {refused.Message}");
                return false;
            }
            catch (Exception failed) when (failed is RegistryException or RegistryConfigurationException)
            {
                Tell(entity, $"{candidate.Spec.Target} is unused and could not be deleted; it is tried again: {failed.Message}");
                complete = false;
            }
        }

        return complete;
    }

    private TimeSpan? Left(TimeSpan between) =>
        _lastRound is { } last && between - time.GetElapsedTime(last) is { Ticks: > 0 } left ? left : null;

    private void Tell(BackupPolicy policy, string note) =>
        events.Record(policy, EventType.Warning, EventReasons.RetentionWaits, note, "Prune");
}
