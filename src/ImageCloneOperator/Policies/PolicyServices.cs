using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Nodes;
using ImageCloneOperator.Policies.Compilation;
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
        builder.AddController<BackupPolicyController, BackupPolicy>(BackupPolicyController.Configure);
    }
}
