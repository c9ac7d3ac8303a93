using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Nodes;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Policies.PullSecrets;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Policies;

/// <summary>Registers what looks after BackupPolicies.</summary>
internal static class PolicyServices
{
    public static void AddPolicies(this OperatorBuilder builder, string operatorNamespace)
    {
        builder.Services.AddSingleton(
            provider => new CompiledPolicies(provider.GetRequiredService<IResourceCache<BackupPolicy>>(), operatorNamespace));
        builder.Services.AddSingleton<TargetProbe>();
        builder.Services.AddSingleton<PolicyWorkloads>();
        builder.Services.AddSingleton<NodePlatformCache>();
        builder.Services.AddSingleton<PolicyRestorability>();
        builder.Services.AddSingleton<PolicyStatusWriter>();
        builder.Services.AddSingleton<PolicyCleanup>();
        builder.Services.AddSingleton<PullSecretFindings>();
        builder.Services.AddSingleton<PullSecretNeeds>();
        builder.Services.AddSingleton<PullSecretStore>();
        builder.Services.AddSingleton<PullSecretKeeper>();
        builder.AddReconciler<PullSecretController, EntityKey>("PullSecrets", PullSecretController.Configure);
        builder.AddController<BackupPolicyController, BackupPolicy>(BackupPolicyController.Configure);
    }
}
