using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Coverage;
using ImageCloneOperator.Workloads.Owners;
using ImageCloneOperator.Workloads.Planning;
using ImageCloneOperator.Workloads.Pods;
using ImageCloneOperator.Workloads.Protection;
using ImageCloneOperator.Workloads.Rewriting;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Workloads;

/// <summary>The workloads of all kinds: one set of caches, and one controller.</summary>
internal static class WorkloadServices
{
    private const string ControllerName = "Workload";

    public static void AddWorkloads(this OperatorBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<WorkloadCaches>();
        services.AddSingleton<ICacheRunner>(Caches);
        foreach (var type in WorkloadTypes.BuiltIn) services.AddSingleton(provider => Caches(provider).ReadinessOf(type));
        services.AddSingleton<WorkloadPlanner>();
        services.AddSingleton<ProtectionFinalizer>();
        services.AddSingleton<WorkloadEvents>();
        AddHoldDeadline(builder);
        AddPods(builder);
        AddCoverage(builder);
        services.AddSingleton<PodRewriteEvents>();
        services.AddSingleton<PodRefusals>();
        services.AddSingleton<ICacheRunner>(provider => provider.GetRequiredService<PodRefusals>());
        services.AddSingleton<RewriteConflictTracker>();
        services.AddSingleton<WorkloadRewriter>();
        builder.AddReconciler<WorkloadController, WorkloadKey>(ControllerName, controller =>
        {
            controller.Workers = 16;
            controller.About = key => new V1ObjectReference { Kind = key.Kind, NamespaceProperty = key.Namespace, Name = key.Name };
            controller.WatchesWorkloads(_ => workload => KeysOf([workload]), WorkloadChanges.UseOrHoldChanged);
            controller.Watches<V1Namespace>(
                provider => ns => KeysOf(Caches(provider).InNamespace(ns.Metadata.Name!)), WorkloadChanges.SelectionChanged);
            controller.Watches<ImageBackup>(
                provider => backup => KeysOf(Caches(provider).Using(BackupLookup.Source(backup))), BackupStateReader.IsChanged);
            controller.Watches<BackupPolicy>(
                provider => _ => KeysOf(Caches(provider).All()),
                change => Predicates.GenerationChanged(change) || IsPullSecretComing(change));
        });
    }

    /// <summary>A namespace gets the pull secret that it could not have, and templates may name it.</summary>
    private static bool IsPullSecretComing(CacheChange<BackupPolicy> change) =>
        (change.Old?.Status.PullSecrets?.Missing ?? []).Except(change.New?.Status.PullSecrets?.Missing ?? [], StringComparer.Ordinal).Any();

    /// <summary>A controller of its own: it must not wait for the cache of ImageBackups, whose kind may be gone.</summary>
    private static void AddHoldDeadline(OperatorBuilder builder) =>
        builder.AddReconciler<HoldDeadline, WorkloadKey>("HoldDeadline", controller =>
        {
            controller.Workers = 4;
            controller.WatchesWorkloads(
                _ => workload => workload is { Held: true, DeletionTimestamp: not null } ? [workload.Key] : [],
                WorkloadChanges.UseOrHoldChanged);
            controller.Watches<V1Namespace>(
                provider => ns => KeysOf(Caches(provider).InNamespace(ns.Metadata.Name!).Where(workload => workload.Held)),
                WorkloadChanges.DeletionBegan);
            controller.Watches<BackupPolicy>(
                provider => _ => Caches(provider).Held().Select(workload => workload.Key), Predicates.GenerationChanged);
        });

    private static void AddPods(OperatorBuilder builder)
    {
        builder.Services.AddSingleton<OwnerReader>();
        builder.Services.AddSingleton<PodOwners>();
        builder.Services.AddSingleton<LearntOwners>();
        builder.AddReconciler<SelectedKinds, string>("SelectedKinds", controller =>
        {
            controller.RunsOn = Replicas.All;
            controller.From(_ => new StartupSource<string>(SelectedKinds.Key));
            controller.Watches<BackupPolicy>(_ => [SelectedKinds.Key], Predicates.GenerationChanged);
        });
        builder.AddReconciler<PodController, WorkloadKey>(WorkloadTypes.Pod.Kind, controller =>
        {
            controller.Workers = 4;
            controller.About = key => new V1ObjectReference { Kind = key.Kind, NamespaceProperty = key.Namespace, Name = key.Name };
            // What a workload's template no longer names, or its labels no longer select, its pods may still run.
            controller.WatchesWorkloads(
                provider => workload => PodKeysOf(Caches(provider).PodsOf(workload).Prepend(workload)), WorkloadChanges.UseChanged);
            controller.Watches<V1Namespace>(
                provider => ns => PodKeysOf(Caches(provider).InNamespace(ns.Metadata.Name!)), WorkloadChanges.SelectionChanged);
            controller.Watches<ImageBackup>(
                provider => backup => PodKeysOf(Caches(provider).Using(backup.Spec.Source)), change => change.IsDeleted);
            controller.Watches<BackupPolicy>(provider => _ => PodKeysOf(Caches(provider).All()), Predicates.GenerationChanged);
        });
    }

    /// <summary>On every replica, since each has a dashboard.</summary>
    private static void AddCoverage(OperatorBuilder builder)
    {
        builder.Services.AddSingleton<UnprotectedGauge>();
        builder.AddReconciler<UnprotectedImages, string>("UnprotectedImages", controller =>
        {
            controller.RunsOn = Replicas.All;
            controller.From(_ => new StartupSource<string>(UnprotectedImages.Key));
            controller.WatchesWorkloads(_ => _ => [UnprotectedImages.Key], WorkloadChanges.UseChanged);
            controller.Watches<V1Namespace>(_ => [UnprotectedImages.Key], WorkloadChanges.SelectionChanged);
            controller.Watches<ImageBackup>(_ => [UnprotectedImages.Key], change => PlannedState.IsTouchedBy(change.Old, change.New));
            controller.Watches<BackupPolicy>(_ => [UnprotectedImages.Key], Predicates.GenerationChanged);
        });
    }

    private static IEnumerable<WorkloadKey> KeysOf(IEnumerable<Workload> workloads) =>
        workloads.Select(workload => workload.Key).Where(key => !key.Type.IsPod);

    private static IEnumerable<WorkloadKey> PodKeysOf(IEnumerable<Workload> workloads) =>
        workloads.Select(workload => workload.Key).Where(key => key.Type.IsPod);

    private static WorkloadCaches Caches(IServiceProvider provider) => provider.GetRequiredService<WorkloadCaches>();
}
