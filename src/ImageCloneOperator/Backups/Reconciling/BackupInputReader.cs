using System.Diagnostics.CodeAnalysis;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Policies.Compilation;

namespace ImageCloneOperator.Backups.Reconciling;

/// <summary>Reads from the caches what a backup is worked on with, or why nothing is done for it.</summary>
internal sealed class BackupInputReader(
    CompiledPolicies policies, IResourceCache<BackupPolicy> policyCache, BackupUsers usage, TargetClaims claims)
{
    /// <summary>Whether its policy is there, and valid.</summary>
    public bool HasPolicy(ImageBackup backup) => policies.Find(backup.Spec.PolicyName) is not null;

    public bool TryRead(
        ImageBackup backup,
        IReadOnlyList<Workload> users,
        [NotNullWhen(true)] out BackupInput? input,
        [NotNullWhen(false)] out BackupObstacle? obstacle)
    {
        var name = backup.Spec.PolicyName;
        var entity = policyCache.Get(new EntityKey("", name));
        var policy = policies.Find(name);
        obstacle = ObstacleOf(backup, entity, policy);
        input = obstacle is not null ? null : new BackupInput(backup, policy!, AttemptInputs.Of(backup, entity!), users)
        {
            Running = usage.Running(name, BackupLookup.Source(backup)),
        };
        return obstacle is null;
    }

    private BackupObstacle? ObstacleOf(ImageBackup backup, BackupPolicy? entity, Policy? policy)
    {
        var name = backup.Spec.PolicyName;
        if (entity is not { Metadata.DeletionTimestamp: null })
            return Invalid($"spec.policyName: there is no BackupPolicy {name}: create it, or delete this ImageBackup");
        if (policy is null) return Invalid($"BackupPolicy {name} is invalid: kubectl describe backuppolicy {name} says why");
        if (policy.Suspended)
        {
            return new BackupObstacle(
                ConditionReasons.Suspended, $"BackupPolicy {name} is suspended: nothing is copied until spec.suspend is false");
        }

        if (!ImageReference.TryParse(backup.Spec.Source, out _, out var error)) return Invalid($"spec.source: {error}");
        if (!ImageReference.TryParse(backup.Spec.Target, out var target, out error)) return Invalid($"spec.target: {error}");
        if (!policy.Target.Contains(target))
            return Invalid($"spec.target: {target} does not lie under {policy.Target}, the target of BackupPolicy {name}");
        return claims.Before(backup) is { } first ? Invalid($"spec.target: {TargetClaims.Refusal(backup, first)}") : null;
    }

    private static BackupObstacle Invalid(string message) => new(ConditionReasons.InvalidSpec, message);
}
