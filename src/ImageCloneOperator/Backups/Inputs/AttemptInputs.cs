using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Backups.Inputs;

/// <summary>The inputs besides the backup itself that may let an attempt succeed where the one before failed.</summary>
/// <param name="PolicyGeneration">Which spec of the policy.</param>
/// <param name="TargetTrouble">Why the policy says that its target cannot be used; null where it can.</param>
/// <param name="Recopy">Who asks for a fresh copy.</param>
internal sealed record AttemptInputs(long? PolicyGeneration, string? TargetTrouble, RecopyRequest Recopy)
{
    public static AttemptInputs Of(ImageBackup backup, BackupPolicy policy) =>
        new(policy.Metadata.Generation, TroubleOf(policy), new RecopyRequest(RequestOn(backup), RequestOn(policy)));

    public static string? TroubleOf(BackupPolicy policy) =>
        policy.Status.Conditions.Find(ConditionTypes.Ready) is
        {
            Reason: ConditionReasons.SecretNotFound or ConditionReasons.InvalidCredentials or ConditionReasons.TargetUnreachable
        } trouble
            ? trouble.Reason
            : null;

    private static string? RequestOn(IKubernetesObject<V1ObjectMeta> entity) =>
        entity.Metadata.Annotation(WellKnown.RecopyRequestedAtAnnotation);
}
