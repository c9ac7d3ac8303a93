using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Planning;
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
        services.AddSingleton<PodRewriteEvents>();
        services.AddSingleton<RewriteConflictTracker>();
        services.AddSingleton<WorkloadRewriter>();
        builder.AddReconciler<WorkloadController, WorkloadKey>(ControllerName, controller =>
        {
            controller.Workers = 16;
            controller.About = key => new V1ObjectReference { Kind = key.Kind, NamespaceProperty = key.Namespace, Name = key.Name };
            controller.WatchesWorkloads(_ => workload => [workload.Key], WorkloadChanges.UseOrHoldChanged);
            controller.Watches<V1Namespace>(
                provider => ns => Caches(provider).InNamespace(ns.Metadata.Name!).Select(workload => workload.Key),
                WorkloadChanges.SelectionChanged);
            controller.Watches<ImageBackup>(
                provider => backup => Caches(provider).Using(backup.Spec.Source).Select(workload => workload.Key),
                BackupStateReader.IsChanged);
            controller.Watches<BackupPolicy>(
                provider => _ => Caches(provider).All().Select(workload => workload.Key), Predicates.GenerationChanged);
        });
    }

    /// <summary>A controller of its own: it must not wait for the cache of ImageBackups, whose kind may be gone.</summary>
    private static void AddHoldDeadline(OperatorBuilder builder) =>
        builder.AddReconciler<HoldDeadline, WorkloadKey>("HoldDeadline", controller =>
        {
            controller.Workers = 4;
            controller.WatchesWorkloads(
                _ => workload => workload is { Held: true, DeletionTimestamp: not null } ? [workload.Key] : [],
                WorkloadChanges.UseOrHoldChanged);
            controller.Watches<BackupPolicy>(
                provider => _ => Caches(provider).Held().Select(workload => workload.Key), Predicates.GenerationChanged);
        });

    private static WorkloadCaches Caches(IServiceProvider provider) => provider.GetRequiredService<WorkloadCaches>();
}
