using System.Collections.Concurrent;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Conditions;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Policies.PullSecrets;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Coverage;
using ImageCloneOperator.Workloads.Rewriting;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Policies;

/// <summary>
/// Says how a policy stands: whether it is valid, whether its target lets us in, and how far its images are.
/// </summary>
internal sealed class BackupPolicyController(
    PolicyStatusWriter status,
    IResourceCache<ImageBackup> backups,
    TargetProbe target,
    PolicyWorkloads workloads,
    PolicyCleanup cleanup,
    CreationFailures failures,
    TimeProvider time) : IEntityController<BackupPolicy>
{
    /// <summary>Counts change with every backup, and adding them up costs; people read them no faster than this.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>What is not told by an event is looked at again after this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> _judged = new(StringComparer.Ordinal);

    /// <summary>Changes of the policy, of its backups, and of workloads whose rewriting another writer contests.</summary>
    public static void Configure(EntityControllerOptions<BackupPolicy> controller)
    {
        controller.Workers = 2;
        controller.When = Predicates.AnyOf<BackupPolicy>(Predicates.GenerationChanged, Predicates.AnnotationsChanged);
        controller.Watches<ImageBackup>(backup => [new EntityKey("", backup.Spec.PolicyName)], PolicyTally.IsTouchedBy);
        controller.From(provider => provider.GetRequiredService<CreationFailures>().Changes);
        controller.From(provider => provider.GetRequiredService<NamespaceQuota>().Changes);
        controller.From(provider => provider.GetRequiredService<PodRefusals>().Changes);
        controller.From(provider => provider.GetRequiredService<UnprotectedImages>().Changes);
        controller.From(provider => provider.GetRequiredService<PullSecretFindings>().Changes);
        controller.Reads<V1Namespace>();
        // Contests, holds and rewrites end and begin rarely enough that all policies are asked.
        controller.WatchesWorkloads(
            provider =>
            {
                var policies = provider.GetRequiredService<IResourceCache<BackupPolicy>>();
                return _ => policies.List().Select(EntityKey.Of);
            },
            change => change.Old?.Contested is not null || change.New?.Contested is not null || IsMarkChanged(change));
    }

    public async Task<ReconciliationResult<BackupPolicy>> ReconcileAsync(BackupPolicy entity, CancellationToken cancellationToken)
    {
        if (entity.Metadata.DeletionTimestamp is not null)
        {
            target.Forget(entity);
            return ReconciliationResult<BackupPolicy>.Success(entity, await cleanup.FinalizeAsync(entity));
        }

        if (TooSoon(entity) is { } wait) return ReconciliationResult<BackupPolicy>.Success(entity, wait);
        _judged[entity.Metadata.Uid!] = time.GetTimestamp();
        // First: a target that is slow to answer must not keep the finalizer from a policy that may be deleted meanwhile.
        await cleanup.SettleAsync(entity, cancellationToken);
        var owned = backups.ByIndex(BackupLookup.ByPolicy, entity.Metadata.Name!);
        var tally = PolicyTally.Of(owned);
        tally.Images.LeftOut = workloads.CountLeftOut(entity.Metadata.Name!);
        PolicyCompiler.TryCompile(entity, out var policy, out var errors);
        var unreadable = policy is null ? null : workloads.DescribeUnreadable(policy);
        var (change, next) = policy is null
            ? (conditions => conditions.AsStalled(ConditionReasons.InvalidSpec, string.Join("; ", errors)), null)
            : await JudgeAsync(entity, policy, tally, unreadable, cancellationToken);
        await status.WriteAsync(entity, policy, change, tally, unreadable, cancellationToken);
        var endsByItself = workloads.AreRefused || tally.Images.LeftOut > 0;
        return ReconciliationResult<BackupPolicy>.Success(entity, endsByItself && !(next < Patience) ? Patience : next);
    }

    public Task<ReconciliationResult<BackupPolicy>> DeletedAsync(BackupPolicy entity, CancellationToken cancellationToken)
    {
        target.Forget(entity);
        _judged.TryRemove(entity.Metadata.Uid!, out _);
        return Task.FromResult(ReconciliationResult<BackupPolicy>.Success(entity));
    }

    /// <summary>A workload is held or rewritten, or no longer: the policy may need its finalizer, or need it no more.</summary>
    private static bool IsMarkChanged(CacheChange<Workload> change) =>
        change.Old?.Held is true != change.New?.Held is true
        || change.Old?.IsRewritten() is true != change.New?.IsRewritten() is true;

    private async Task<(Func<ConditionSet, ConditionSet> Conditions, TimeSpan? Next)> JudgeAsync(
        BackupPolicy policy, Policy compiled, PolicyTally tally, UnreadableKinds? unreadable, CancellationToken cancellationToken)
    {
        if (compiled.Suspended)
        {
            return (conditions => conditions.AsStalled(
                ConditionReasons.Suspended, "spec.suspend is true: nothing is copied, and no workload is held"), null);
        }

        var (failure, askAgain) = await target.CheckAsync(policy, compiled, cancellationToken);
        return failure switch
        {
            { IsStalled: true } => (conditions => conditions.AsStalled(failure.Reason, failure.Message), askAgain),
            not null => (conditions => conditions.AsReconciling(failure.Reason, failure.Message), askAgain),
            null when failures.Of(policy.Metadata.Name!) is var (count, message) => (conditions => conditions.AsReconciling(
                ConditionReasons.RetryingAfterError,
                $"{count} ImageBackup(s) cannot be made, and their images are not backed up: {message}"), Patience),
            null when unreadable is { Reason: ConditionReasons.KindForbidden } =>
                (conditions => conditions.AsStalled(unreadable.Reason, unreadable.Message), Patience),
            null when IsEarly(policy, compiled, tally) =>
                (conditions => conditions.AsReconciling(ConditionReasons.Progressing, "Finds the images to back up"), Interval),
            _ => (conditions => Progress(conditions, tally), workloads.HasOptionalKinds(compiled) ? Patience : askAgain),
        };
    }

    /// <summary>
    /// A policy becomes Ready only once all its backups have been made, and counted: they may have been made since. One that is Ready
    /// already hears of new ones by their events.
    /// </summary>
    private bool IsEarly(BackupPolicy policy, Policy compiled, PolicyTally tally) =>
        tally.IsComplete
        && (policy.Status.ObservedGeneration != policy.Metadata.Generation || Ready(policy.Status)?.Status != "True")
        && (!workloads.HaveBackups(compiled)
            || PolicyTally.Of(backups.ByIndex(BackupLookup.ByPolicy, policy.Metadata.Name!)).Images.Total != tally.Images.Total);

    private static ConditionSet Progress(ConditionSet conditions, PolicyTally tally)
    {
        var images = tally.Images;
        var message = $"{images.Ready} of {images.Total} images are backed up";
        if (images.LeftOut > 0) message += $"; {images.LeftOut} more are left out, since spec.limits allows no more of their namespaces";
        if (images.Ready == images.Total) return conditions.AsReady(ConditionReasons.AllImagesBackedUp, message);
        if (tally.IsComplete) return conditions.AsReady(ConditionReasons.ImagesFailed, $"{message}; {tally.DescribeFailing()}");
        if (images.Failed > 0) message += $"; {images.Failed} cannot be until somebody acts: kubectl get imagebackups shows which, and why";
        return images.Copying + images.Pending > 0
            ? conditions.AsReconciling(ConditionReasons.Progressing, message)
            : conditions.AsStalled(ConditionReasons.ImagesFailed, message);
    }

    private TimeSpan? TooSoon(BackupPolicy policy)
    {
        // A new generation is answered at once.
        if (policy.Status.ObservedGeneration != policy.Metadata.Generation || !_judged.TryGetValue(policy.Metadata.Uid!, out var last))
            return null;
        var left = Interval - time.GetElapsedTime(last);
        return left > TimeSpan.Zero ? left : null;
    }

    private static Condition? Ready(BackupPolicyStatus status) =>
        status.Conditions.Find(ConditionTypes.Ready);
}
