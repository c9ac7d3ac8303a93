using System.Diagnostics.Metrics;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Copying;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Hosting.Options;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Policies;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Secrets;
using ImageCloneOperator.Secrets.Plugins;
using ImageCloneOperator.Webhooks;
using ImageCloneOperator.Workloads;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Planning;
using ImageCloneOperator.Workloads.Protection;
using ImageCloneOperator.Workloads.Rewriting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Hosting;

/// <summary>Puts the operator together.</summary>
internal static class OperatorServices
{
    private const string LeaseName = "image-clone-operator";

    public static void AddImageCloneOperator(this IServiceCollection services, RunOptions options, KubernetesClientConfiguration cluster)
    {
        services.AddSingleton(options);
        AddCluster(services, options, cluster);
        AddRegistries(services, options);
        AddBackups(services, options);
        var builder = services.AddKubernetesOperator();
        AddPolicies(builder, options);
        AddImageBackups(builder);
        builder.AddWorkloads();
        if (options.Webhook is not null) builder.AddWebhooks();
    }

    private static void AddCluster(IServiceCollection services, RunOptions options, KubernetesClientConfiguration cluster)
    {
        var client = new KubernetesClientOptions { FieldManager = WellKnown.FieldManager };
        client.TypeInfoResolvers.Add(ApiJsonContext.Default);
        services.AddSingleton<IKubernetesClient>(provider => new KubernetesClient(
            cluster, client, provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new EventRecorderOptions { ReportingInstance = options.PodName });
        services.AddSingleton<EventRecorder>();
        services.AddSingleton<IEventRecorder>(provider => provider.GetRequiredService<EventRecorder>());
        services.AddHostedService(provider => provider.GetRequiredService<EventRecorder>());
        services.AddSingleton(new LeaderElectionOptions
        {
            LeaseName = LeaseName,
            Namespace = options.Namespace,
            Identity = $"{options.PodName}_{Guid.NewGuid():N}",
        });
        if (options.LeaderElect) services.AddSingleton<ILeaderElection, LeaseElection>();
        else services.AddSingleton<ILeaderElection, AlwaysLeader>();
    }

    private static void AddRegistries(IServiceCollection services, RunOptions options)
    {
        services.AddSingleton(provider => new RegistryClient(new RegistryClientOptions(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ImageCopier>();
        services.AddSingleton<RegistryInspector>();
        services.AddSingleton<TargetMaintenance>();
        services.AddSingleton<SecretCache>();
        services.AddSingleton(provider => new RegistryEndpointResolver(
            provider.GetRequiredService<SecretCache>(), provider.GetRequiredService<CredentialPlugins>(), options.Namespace));
        AddCredentialPlugins(services, options);
    }

    private static void AddCredentialPlugins(IServiceCollection services, RunOptions options)
    {
        // Read at once: a mistake in it ends the start with a clear line, and is not found at the first image.
        var found = CredentialPluginReader.Read(options.CredentialProviderConfig, options.CredentialProviderFolder);
        services.AddSingleton(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            var logger = provider.GetRequiredService<ILogger<CredentialPlugins>>();
            return new CredentialPlugins(found.Select(plugin =>
                new CredentialPlugin(plugin, new PluginProgram(plugin, options.CredentialProviderFolder!, time), time, logger)));
        });
    }

    private static void AddBackups(IServiceCollection services, RunOptions options)
    {
        services.AddSingleton(provider => new CopyTasks(
            options.MaxConcurrentCopies, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CopyTasks>>()));
        services.AddSingleton<IController>(provider => provider.GetRequiredService<CopyTasks>());
        services.AddSingleton<SourceProber>();
        services.AddSingleton<IController>(provider => provider.GetRequiredService<SourceProber>());
        services.AddSingleton<SourceProbeMetrics>();
        services.AddSingleton<SourceHealth>();
        services.AddSingleton<CopyMetrics>();
        services.AddSingleton<MutationCache>();
        services.AddSingleton<BackupStateReader>();
        services.AddSingleton<StatusPatcher>();
        services.AddSingleton<BackupUsers>();
        services.AddSingleton<BackupUpserter>();
        services.AddSingleton<BackupPruner>();
        services.AddSingleton<CopyOrAdopt>();
        services.AddSingleton<CopyVerifier>();
        services.AddSingleton<CopyAttempt>();
        services.AddSingleton<BackupRunner>();
        services.AddSingleton<RegistryPreflight>();
        services.AddSingleton<DigestRetention>();
    }

    private static void AddPolicies(OperatorBuilder builder, RunOptions options)
    {
        builder.Services.AddSingleton(provider => new CompiledPolicies(provider.GetRequiredService<IResourceCache<BackupPolicy>>(), options.Namespace));
        builder.Services.AddSingleton<TargetProbe>();
        builder.Services.AddSingleton<PolicyCoverage>();
        builder.Services.AddSingleton<ContestedWorkloads>();
        builder.AddFinalizer<BackupPolicyFinalizer, BackupPolicy>(WellKnown.PolicyCleanupFinalizer);
        builder.AddController<BackupPolicyController, BackupPolicy>(controller =>
        {
            controller.Workers = 2;
            controller.When = Predicates.AnyOf<BackupPolicy>(Predicates.GenerationChanged, Predicates.AnnotationsChanged);
            controller.Watches<ImageBackup>(backup => [new EntityKey("", backup.Spec.PolicyName)], PolicyTally.IsTouchedBy);
            controller.Reads<Namespace>();
            // Which policies another writer keeps from rewriting; rare enough to ask them all.
            controller.WatchesWorkloads(
                provider =>
                {
                    var policies = provider.GetRequiredService<IResourceCache<BackupPolicy>>();
                    return _ => policies.List().Select(EntityKey.Of);
                },
                change => change.Old?.Contested is not null || change.New?.Contested is not null);
        });
    }

    private static void AddImageBackups(OperatorBuilder builder)
    {
        builder.AddCache<ImageBackup>(cache =>
        {
            cache.Indexes[BackupPolicyController.ByPolicy] = backup => [backup.Spec.PolicyName];
            cache.Indexes[DigestRetention.ByTarget] = backup => [backup.Spec.Target];
            cache.Indexes[BackupUsers.BySource] = backup => [backup.Spec.Source];
        });
        builder.AddFinalizer<ImageBackupFinalizer, ImageBackup>(WellKnown.CopyFinalizer);
        builder.AddController<ImageBackupController, ImageBackup>(controller =>
        {
            controller.Workers = 16;
            controller.From(provider => provider.GetRequiredService<CopyTasks>());
            controller.From(provider => provider.GetRequiredService<SourceProber>());
            controller.Watches<BackupPolicy>(
                provider =>
                {
                    var backups = provider.GetRequiredService<IResourceCache<ImageBackup>>();
                    return policy => backups.ByIndex(BackupPolicyController.ByPolicy, policy.Metadata.Name!).Select(EntityKey.Of);
                },
                Predicates.AnyOf<BackupPolicy>(
                    Predicates.GenerationChanged,
                    Predicates.AnnotationsChanged,
                    change => AttemptInputs.TroubleOf(change.Old!) != AttemptInputs.TroubleOf(change.New!)));
            WatchUsers(controller);
        });
    }

    /// <summary>
    /// A workload that comes, goes or changes its images changes who uses the backups of these images, whatever their policy; so does a namespace
    /// that is selected or opted out.
    /// </summary>
    private static void WatchUsers(ReconcilerOptions<EntityKey> controller)
    {
        controller.WatchesWorkloads(BackupsOf, WorkloadChanges.UseChanged);
        controller.Watches<Namespace>(
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
        return workload => WorkloadCaches.Images(workload).SelectMany(image => backups.ByIndex(BackupUsers.BySource, image)).Select(EntityKey.Of);
    }
}
