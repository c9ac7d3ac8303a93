using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Access;
using ImageCloneOperator.Backups.Copying;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Ownership;
using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Backups.Reconciling;
using ImageCloneOperator.Backups.Retention;
using ImageCloneOperator.Backups.SourceProbes;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Backups;

/// <summary>Registers what plans, makes and checks the copies.</summary>
internal static class BackupServices
{
    public static void AddBackups(this OperatorBuilder builder, int maxConcurrentCopies)
    {
        AddStatus(builder.Services);
        AddPlanning(builder.Services);
        AddSourceProbes(builder.Services);
        AddCopying(builder.Services, maxConcurrentCopies);
        builder.AddCache<ImageBackup>(cache =>
        {
            cache.Indexes[BackupLookup.ByPolicy] = backup => [backup.Spec.PolicyName];
            cache.Indexes[TargetClaims.ByTarget] = backup => [TargetClaims.Place(backup)];
            cache.Indexes[BackupLookup.BySource] = backup => [BackupLookup.Source(backup)];
        });
        builder.AddController<ImageBackupController, ImageBackup>(ImageBackupController.Configure);
        AddRetention(builder);
    }

    private static void AddStatus(IServiceCollection services)
    {
        services.AddSingleton<CopyMetrics>();
        services.AddSingleton<MutationCache>();
        services.AddSingleton<NamespaceQuota>();
        services.AddSingleton<BackupStateReader>();
        services.AddSingleton<StatusPatcher>();
    }

    private static void AddPlanning(IServiceCollection services)
    {
        services.AddSingleton<BackupUsers>();
        services.AddSingleton<TargetClaims>();
        services.AddSingleton<BackupUpserter>();
        services.AddSingleton<CreationFailures>();
    }

    private static void AddSourceProbes(IServiceCollection services)
    {
        services.AddSingleton<UnreachableHosts>();
        services.AddSingleton<SourceProber>();
        services.AddSingleton<IController>(provider => provider.GetRequiredService<SourceProber>().Tasks);
        services.AddSingleton<SourceProbeMetrics>();
        services.AddSingleton<IBackupKeeper, SourceHealth>();
        services.AddSingleton<AccessInspector>();
        services.AddSingleton<AccessKeeper>();
        services.AddSingleton<IBackupKeeper>(provider => provider.GetRequiredService<AccessKeeper>());
        services.AddSingleton<IController>(provider => provider.GetRequiredService<AccessKeeper>().Tasks);
    }

    private static void AddCopying(IServiceCollection services, int maxConcurrentCopies)
    {
        services.AddSingleton(provider => new BackgroundTasks(
            "CopyTasks",
            maxConcurrentCopies,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BackgroundTasks>>()));
        services.AddSingleton<IController>(provider => provider.GetRequiredService<BackgroundTasks>());
        services.AddSingleton<OwnedBackups>();
        services.AddSingleton<GuardedEndpoints>();
        services.AddSingleton<UnclaimedBackups>();
        services.AddSingleton<CopyOrAdopt>();
        services.AddSingleton<TagRestorer>();
        services.AddSingleton<CopyVerifier>();
        services.AddSingleton<CopyAttempt>();
        services.AddSingleton<BackupRunner>();
        services.AddSingleton<BackupWork>();
        services.AddSingleton<BackupInputReader>();
        services.AddSingleton<UsageRecorder>();
        services.AddSingleton<IBackupKeeper, RunningDigestCopier>();
        services.AddSingleton<RegistryPreflight>();
    }

    private static void AddRetention(OperatorBuilder builder)
    {
        builder.Services.AddSingleton<ClusterImages>();
        builder.Services.AddSingleton<RetentionReader>();
        builder.Services.AddSingleton<TargetTags>();
        builder.Services.AddSingleton<ExpiredBackups>();
        builder.AddReconciler<RetentionController, EntityKey>("Retention", RetentionController.Configure);
    }
}
