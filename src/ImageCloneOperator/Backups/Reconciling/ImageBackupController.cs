using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Access;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Ownership;
using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Owners;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Backups.Reconciling;

/// <summary>Brings each backup and its status to where they should be; what takes time is done in the background.</summary>
internal sealed class ImageBackupController(
    OwnedBackups owned,
    MutationCache latest,
    BackupInputReader inputs,
    UsageRecorder usage,
    IEnumerable<IBackupKeeper> keepers,
    BackupWork work,
    FinalizerPatcher finalizers) : IEntityController<ImageBackup>
{
    private readonly List<IBackupKeeper> _keepers = [.. keepers];

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
        var isClear = inputs.TryRead(backup, users, out var input, out var obstacle);
        backup = await usage.NoteAsync(backup, users, input?.Policy, cancellationToken);
        if (isClear) return await AdvanceAsync(input! with { Backup = backup }, cancellationToken);
        if (!inputs.HasPolicy(backup)) foreach (var keeper in _keepers) backup = await keeper.EndAsync(backup, cancellationToken);
        return Done(await work.BlockAsync(backup, obstacle!, cancellationToken));
    }

    public async Task<ReconciliationResult<ImageBackup>> DeletedAsync(ImageBackup entity, CancellationToken cancellationToken)
    {
        await ForgetAsync(entity, cancellationToken);
        return ReconciliationResult<ImageBackup>.Success(entity);
    }

    private async Task<ReconciliationResult<ImageBackup>> AdvanceAsync(BackupInput input, CancellationToken cancellationToken)
    {
        if (!work.IsRunning(input.Backup))
            foreach (var keeper in _keepers) input = input with { Backup = await keeper.NoteAsync(input, cancellationToken) };
        if (usage.IsOver(input.Backup, input.Policy))
        {
            await work.StopAsync(input.Backup, cancellationToken);
            return Done(input.Backup, usage.NextLook(input.Backup, input.Policy));
        }

        var (backup, next) = await work.AdvanceAsync(input, cancellationToken);
        input = input with { Backup = backup };
        TimeSpan?[] times = [next, .. _keepers.Select(keeper => keeper.Next(input)), usage.NextLook(backup, input.Policy)];
        return Done(backup, times.Min());
    }

    /// <summary>Ends what is done for a backup that is gone, or another replica's.</summary>
    private async Task ForgetAsync(ImageBackup entity, CancellationToken cancellationToken)
    {
        await work.ForgetAsync(entity, cancellationToken);
        foreach (var keeper in _keepers) await keeper.ForgetAsync(entity.Metadata.Name!, cancellationToken);
        latest.Forget(entity.Metadata.Name!);
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

    /// <summary>
    /// Stops what is done for a backup that is being deleted, and takes off the finalizer that earlier versions put on backups.
    /// </summary>
    private async Task<bool> LetGoAsync(ImageBackup backup, CancellationToken cancellationToken)
    {
        var isGoing = backup.Metadata.DeletionTimestamp is not null;
        if (isGoing) await work.StopAsync(backup, cancellationToken);
        if (backup.Metadata.Finalizers?.Contains(WellKnown.CopyFinalizer) is true)
            await finalizers.RemoveAsync(backup, WellKnown.CopyFinalizer);
        return isGoing;
    }

    private static ReconciliationResult<ImageBackup> Done(ImageBackup backup, TimeSpan? requeueAfter = null) =>
        ReconciliationResult<ImageBackup>.Success(backup, requeueAfter < TimeSpan.Zero ? TimeSpan.Zero : requeueAfter);
}
