using System.Collections.Concurrent;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Access;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Ownership;
using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Backups.Retention;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Owners;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>Has done for each backup what <see cref="NextAction"/> decides, in the background, and notes who uses it.</summary>
internal sealed class ImageBackupController(
    CompiledPolicies policies,
    IResourceCache<BackupPolicy> policyCache,
    BackupUsers usage,
    TargetClaims claims,
    MutationCache latest,
    StatusPatcher writer,
    BackupRunner runner,
    RunningDigestCopier running,
    BackgroundTasks pool,
    SourceHealth sources,
    AccessKeeper access,
    FinalizerPatcher finalizers,
    OwnedBackups owned,
    TimeProvider time) : IEntityController<ImageBackup>
{
    /// <summary>Tasks are refused while this replica is no member, or is about to end.</summary>
    private static readonly TimeSpan RequeueAfterRefusal = TimeSpan.FromSeconds(1);

    /// <summary>What each backup was last tried with: a change is a reason to try at once.</summary>
    private readonly ConcurrentDictionary<string, AttemptInputs> _triedWith = new(StringComparer.Ordinal);

    /// <summary>
    /// Changes of the backup, of its policy, of who uses its image and of whose it is, and the ends of what runs for it.
    /// </summary>
    public static void Configure(EntityControllerOptions<ImageBackup> controller)
    {
        controller.Workers = 16;
        controller.RunsOn = Replicas.Members;
        controller.From(provider => provider.GetRequiredService<OwnedBackups>());
        controller.From(provider => provider.GetRequiredService<BackgroundTasks>());
        controller.From(provider => provider.GetRequiredService<SourceProber>().Tasks);
        controller.From(provider => provider.GetRequiredService<AccessKeeper>().Tasks);
        controller.Watches<BackupPolicy>(
            provider =>
            {
                var backups = provider.GetRequiredService<IResourceCache<ImageBackup>>();
                return policy => backups.ByIndex(BackupLookup.ByPolicy, policy.Metadata.Name!).Select(EntityKey.Of);
            },
            Predicates.AnyOf<BackupPolicy>(
                Predicates.GenerationChanged,
                Predicates.AnnotationsChanged,
                change => AttemptInputs.TroubleOf(change.Old!) != AttemptInputs.TroubleOf(change.New!)));
        // Whose target another backup had waits for that one to go.
        controller.Watches<ImageBackup>(
            provider => backup => provider.GetRequiredService<TargetClaims>().Rivals(backup).Select(EntityKey.Of),
            change => !change.IsUpdated || change.Old!.Spec.Target != change.New!.Spec.Target);
        WatchUsers(controller);
        controller.From(provider => provider.GetRequiredService<LearntOwners>().Backups);
    }

    public async Task<ReconciliationResult<ImageBackup>> ReconcileAsync(ImageBackup entity, CancellationToken cancellationToken)
    {
        if (!owned.Owns(entity))
        {
            await ForgetAsync(entity, cancellationToken);
            return Done(entity);
        }

        if (await LetGoAsync(entity, cancellationToken)) return Done(entity);
        var users = await usage.LearnAsync(entity, cancellationToken);
        var backup = latest.Of(entity);
        var compiled = policies.Find(backup.Spec.PolicyName);
        var found = Obstacle(backup, compiled);
        backup = await NoteAsync(backup, users, found is null ? compiled : null, cancellationToken);
        if (compiled is not { ChecksSources: true }) backup = await sources.EndAsync(backup, cancellationToken);
        if (found is { } obstacle) return await BlockAsync(backup, obstacle.Reason, obstacle.Message, cancellationToken);

        var policy = policyCache.Get(new EntityKey("", backup.Spec.PolicyName))!;
        var context = new BackupInput(backup, compiled!, AttemptInputs.Of(backup, policy), users)
        {
            Running = usage.Running(backup.Spec.PolicyName, BackupLookup.Source(backup)),
        };
        if (pool.VersionOf(backup.Metadata.Name!) is null)
        {
            context = context with { Backup = await sources.NoteAsync(context, cancellationToken) };
            context = context with { Backup = await access.NoteAsync(context, cancellationToken) };
            context = context with { Backup = await running.NoteAsync(context, cancellationToken) };
        }

        // Its image is being deleted: only a new user asks for a copy again.
        if (backup.IsExpired() && backup.Unused()?.IsOver(compiled!.UnusedFor, time.GetUtcNow()) is true)
        {
            await pool.CancelAsync(backup.Metadata.Name!, cancellationToken);
            return Done(backup, NextLook(backup, compiled));
        }

        var result = await AdvanceAsync(context, cancellationToken);
        context = context with { Backup = result.Entity };
        TimeSpan?[] times = [result.RequeueAfter, sources.Next(context), access.Next(context), NextLook(backup, compiled!)];
        return Done(result.Entity, times.Min());
    }

    public async Task<ReconciliationResult<ImageBackup>> DeletedAsync(ImageBackup entity, CancellationToken cancellationToken)
    {
        await ForgetAsync(entity, cancellationToken);
        return ReconciliationResult<ImageBackup>.Success(entity);
    }

    /// <summary>Ends what is done for a backup that is gone, or another replica's.</summary>
    private async Task ForgetAsync(ImageBackup entity, CancellationToken cancellationToken)
    {
        await pool.CancelAsync(entity.Metadata.Name!, cancellationToken);
        await sources.ForgetAsync(entity, cancellationToken);
        await access.ForgetAsync(entity.Metadata.Name!, cancellationToken);
        latest.Forget(entity.Metadata.Name!);
        running.Forget(entity.Metadata.Name!);
        _triedWith.TryRemove(entity.Metadata.Name!, out _);
    }

    /// <summary>
    /// A workload that comes, goes or changes its images changes who uses the backups of these images, whatever their policy; so does a
    /// namespace that is selected or opted out.
    /// </summary>
    private static void WatchUsers(EntityControllerOptions<ImageBackup> controller)
    {
        controller.WatchesWorkloads(BackupsOf, WorkloadChanges.UseOrContentChanged);
        controller.Watches<V1Namespace>(
            provider =>
            {
                var workloads = provider.GetRequiredService<WorkloadCaches>();
                var backups = BackupsOf(provider);
                return ns => workloads.InNamespace(ns.Metadata.Name!).SelectMany(backups).Distinct();
            },
            WorkloadChanges.SelectionChanged);
    }

    private static Func<Workload, IEnumerable<EntityKey>> BackupsOf(IServiceProvider provider)
    {
        var backups = provider.GetRequiredService<IResourceCache<ImageBackup>>();
        var workloads = provider.GetRequiredService<WorkloadCaches>();
        return workload => workloads.PodsOf(workload).Prepend(workload).SelectMany(WorkloadCaches.Images).Distinct(StringComparer.Ordinal)
            .SelectMany(image => backups.ByIndex(BackupLookup.BySource, image))
            .Select(EntityKey.Of);
    }

    private async Task<ReconciliationResult<ImageBackup>> AdvanceAsync(BackupInput context, CancellationToken cancellationToken)
    {
        var backup = context.Backup;
        var version = $"{backup.Metadata.Uid}/{backup.Metadata.Generation}";
        if (pool.VersionOf(backup.Metadata.Name!) is { } working)
        {
            if (working == version) return Done(backup);
            await pool.CancelAsync(backup.Metadata.Name!, cancellationToken);
        }

        if (backup.IsReady() && backup.Status.ObservedGeneration != backup.Metadata.Generation)
        {
            backup = await StayReadyAsync(context, cancellationToken);
            context = context with { Backup = backup };
        }

        var now = time.GetUtcNow();
        var tried = _triedWith.TryGetValue(backup.Metadata.Name!, out var before);
        var next = NextAction.For(context.Facts(changed: tried && before != context.Attempt), now);
        if (next.Action == BackupAction.Wait)
        {
            return running.Next(context) is not { } due ? Done(backup, next.Until - now)
                : due > now ? Done(backup, (due < next.Until ? due : next.Until) - now)
                : Start(backup, version, token => running.RunAsync(context, token));
        }

        _triedWith[backup.Metadata.Name!] = context.Attempt;
        return Start(backup, version, token => runner.RunAsync(context, next, token));
    }

    private ReconciliationResult<ImageBackup> Start(ImageBackup backup, string version, Func<CancellationToken, Task> work) =>
        Done(backup, pool.TryStart(backup.Metadata.Name!, version, work) ? null : RequeueAfterRefusal);

    private Task<ImageBackup> StayReadyAsync(BackupInput context, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var status = context.Backup.AsStillReady(now);
        status = status with { NextCheckTime = context.NextCheckAfter(status, now) };
        return writer.WriteAsync(context.Backup, status, cancellationToken);
    }

    private (string Reason, string Message)? Obstacle(ImageBackup backup, Policy? policy)
    {
        var name = backup.Spec.PolicyName;
        if (policyCache.Get(new EntityKey("", name)) is not { Metadata.DeletionTimestamp: null })
        {
            return (
                ConditionReasons.InvalidSpec, $"spec.policyName: there is no BackupPolicy {name}: create it, or delete this ImageBackup");
        }

        if (policy is null)
            return (ConditionReasons.InvalidSpec, $"BackupPolicy {name} is invalid: kubectl describe backuppolicy {name} says why");
        if (policy.Suspended)
            return (ConditionReasons.Suspended, $"BackupPolicy {name} is suspended: nothing is copied until spec.suspend is false");
        if (!ImageReference.TryParse(backup.Spec.Source, out _, out var error))
            return (ConditionReasons.InvalidSpec, $"spec.source: {error}");
        if (!ImageReference.TryParse(backup.Spec.Target, out var target, out error))
            return (ConditionReasons.InvalidSpec, $"spec.target: {error}");
        if (!policy.Target.Contains(target))
        {
            return (
                ConditionReasons.InvalidSpec,
                $"spec.target: {target} does not lie under {policy.Target}, the target of BackupPolicy {name}");
        }

        return claims.Before(backup) is { } first
            ? (ConditionReasons.InvalidSpec, $"spec.target: {TargetClaims.Refusal(backup, first)}")
            : null;
    }

    private async Task<ReconciliationResult<ImageBackup>> BlockAsync(
        ImageBackup backup, string reason, string message, CancellationToken cancellationToken)
    {
        await pool.CancelAsync(backup.Metadata.Name!, cancellationToken);
        backup = await writer.WriteAsync(backup, backup.AsBlocked(time.GetUtcNow(), reason, message), cancellationToken);
        return Done(backup);
    }

    /// <summary>Writes who uses the backup and, of a new one, that it waits for its turn: at scale each write counts.</summary>
    /// <param name="policy">Null where nothing is done for the backup: then nobody knows whether it is used.</param>
    private Task<ImageBackup> NoteAsync(
        ImageBackup backup, IReadOnlyList<Workload> users, Policy? policy, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var isNew = policy is not null && backup.Status.ObservedGeneration is null;
        var names = users.Select(user => user.User).Distinct().Order().ToList();
        var status = (isNew ? backup.AsPending(now) : backup.Status) with
        {
            UsedBy =
            [
                .. names.Take(WantedBackup.MaxUsedBy)
                    .Select(key => new WorkloadReference { Kind = key.Kind, Namespace = key.Namespace, Name = key.Name }),
            ],
            UsedByCount = names.Count,
        };
        var unused = policy is null || users.Count > 0 ? null
            : usage.AreKnown(policy) ? UnusedTime.Observe(backup.Unused(), now, policy.UnusedFor)
            : backup.Unused();
        return writer.WriteAsync(backup, status.WithUnused(unused), cancellationToken);
    }

    private TimeSpan? NextLook(ImageBackup backup, Policy policy) => backup.Unused()?.NextLook(policy.UnusedFor) - time.GetUtcNow();

    /// <summary>
    /// Stops what is done for a backup that is being deleted, and takes off the finalizer that earlier versions put on backups.
    /// </summary>
    private async Task<bool> LetGoAsync(ImageBackup backup, CancellationToken cancellationToken)
    {
        var isGoing = backup.Metadata.DeletionTimestamp is not null;
        if (isGoing) await pool.CancelAsync(backup.Metadata.Name!, cancellationToken);
        if (backup.Metadata.Finalizers?.Contains(WellKnown.CopyFinalizer) is true)
            await finalizers.RemoveAsync(backup, WellKnown.CopyFinalizer);
        return isGoing;
    }

    private static ReconciliationResult<ImageBackup> Done(ImageBackup backup, TimeSpan? requeueAfter = null) =>
        ReconciliationResult<ImageBackup>.Success(backup, requeueAfter < TimeSpan.Zero ? TimeSpan.Zero : requeueAfter);
}
