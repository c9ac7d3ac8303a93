using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Policies.PullSecrets;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Hosting;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Workloads.Caching;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Policies.PullSecrets;

/// <summary>
/// Keeps the pull secret of a policy in the namespaces whose pods run from its copies. A policy that is deleted takes its secrets with it:
/// it is their owner.
/// </summary>
internal sealed class PullSecretController(
    IResourceCache<BackupPolicy> policies,
    CompiledPolicies compiled,
    PullSecretNeeds needs,
    PodPullCredentials credentials,
    PullSecretKeeper keeper,
    StatusPatcher status,
    PullSecretFindings findings) : IReconciler<EntityKey>
{
    /// <summary>How long a new credential, or a deleted pod, may go unseen.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(30);

    public static void Configure(ReconcilerOptions<EntityKey> controller)
    {
        controller.Workers = 2;
        controller.About = key => new() { Kind = BackupPolicy.KindName, Name = key.Name };
        controller.Watches<BackupPolicy>(policy => [EntityKey.Of(policy)], Predicates.GenerationChanged);
        controller.Watches<ImageBackup>(backup => [new EntityKey("", backup.Spec.PolicyName)], BackupStateReader.IsChanged);
        controller.WatchesWorkloads(provider => _ => KeysOf(provider), WorkloadChanges.UseChanged);
        controller.Watches<V1Namespace>(provider => _ => KeysOf(provider), WorkloadChanges.SelectionChanged);
    }

    public async Task<ReconciliationResult> ReconcileAsync(EntityKey key, CancellationToken cancellationToken)
    {
        if (policies.Get(key) is not { Metadata.DeletionTimestamp: null } entity)
        {
            keeper.Forget(key.Name);
            findings.Forget(key.Name);
            return ReconciliationResult.Success();
        }

        // A policy that is not valid says nothing: what pods need stays.
        if (compiled.Find(key.Name) is not { } policy) return ReconciliationResult.Success();
        if (policy.PullSecret is null && entity.Status.PullSecrets is null)
        {
            findings.Set(key.Name, null);
            return ReconciliationResult.Success();
        }

        if (keeper.Begin(key.Name) is { } wait) return ReconciliationResult.Success(wait);
        await KeepAsync(entity, policy, cancellationToken);
        return ReconciliationResult.Success(BetweenLooks);
    }

    private static IEnumerable<EntityKey> KeysOf(IServiceProvider provider) => provider.GetRequiredService<CompiledPolicies>()
        .Planner.Policies.Policies
        .Where(policy => policy.PullSecret is not null)
        .Select(policy => new EntityKey("", policy.Name));

    private async Task KeepAsync(BackupPolicy entity, Policy policy, CancellationToken cancellationToken)
    {
        var wanted = needs.NamespacesOf(policy).Take(PullSecretState.MaxNamespaces).ToList();
        var held = entity.Status.PullSecrets?.Namespaces ?? [];
        var (content, unusable) = wanted.Count == 0 ? (null, null) : await ContentAsync(policy, cancellationToken);
        IReadOnlyDictionary<string, PullSecretOutcome> written = wanted.Intersect(held, StringComparer.Ordinal)
            .ToDictionary(ns => ns, _ => PullSecretOutcome.Written, StringComparer.Ordinal);
        if (content is not null)
        {
            // First what is about to be made: if this process ends now, another knows where to look for it.
            entity = await NoteAsync(entity, held.Union(wanted), entity.Status.PullSecrets?.Missing ?? [], cancellationToken);
            written = await keeper.WriteAsync(entity, wanted, content, cancellationToken);
        }

        var left = await keeper.DeleteAsync(policy.Name, held.Except(wanted, StringComparer.Ordinal), cancellationToken);
        var missing = wanted.Where(ns => written.GetValueOrDefault(ns) is null or { Refusal: not null } or { IsTaken: true });
        findings.Set(policy.Name, unusable ?? PullSecretReport.Of(policy.Name, written.Concat(left)));
        await NoteAsync(
            entity,
            written.Concat(left)
                .Where(outcome => outcome.Value.IsThere || (outcome.Value.Refusal is not null && held.Contains(outcome.Key)))
                .Select(outcome => outcome.Key),
            missing,
            cancellationToken);
    }

    private async Task<(string? Content, PullSecretFinding? Unusable)> ContentAsync(Policy policy, CancellationToken cancellationToken)
    {
        try
        {
            return (await credentials.DockerConfigAsync(policy, cancellationToken), null);
        }
        catch (RegistryConfigurationException unusable)
        {
            return (null, new PullSecretFinding(ConditionReasons.PullSecretUnusable, unusable.Message));
        }
    }

    /// <returns>The policy with its new status, which the next one is compared with.</returns>
    private async Task<BackupPolicy> NoteAsync(
        BackupPolicy policy, IEnumerable<string> namespaces, IEnumerable<string> missing, CancellationToken cancellationToken)
    {
        var state = new PullSecretState { Namespaces = Listed(namespaces), Missing = Listed(missing) };
        var now = policy.Status with { PullSecrets = state is { Namespaces: null, Missing: null } ? null : state };
        await status.WriteAsync(policy, now, cancellationToken);
        return new BackupPolicy { Metadata = policy.Metadata, Status = now };
    }

    private static List<string>? Listed(IEnumerable<string> namespaces) =>
        namespaces.Order(StringComparer.Ordinal).Take(PullSecretState.MaxNamespaces).ToList() is { Count: > 0 } list ? list : null;
}
