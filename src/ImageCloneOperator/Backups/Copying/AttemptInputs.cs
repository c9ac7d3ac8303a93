using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Inputs;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>What decides, besides the backup itself, whether a try has a chance that the one before did not have.</summary>
/// <param name="PolicyGeneration">Which spec of the policy.</param>
/// <param name="TargetTrouble">Why the policy says that its target cannot be used; null where it can.</param>
/// <param name="RecopyRequest">Who asks for a fresh copy.</param>
internal sealed record AttemptInputs(long? PolicyGeneration, string? TargetTrouble, string? RecopyRequest)
{
    public static AttemptInputs Of(BackupInput context) =>
        new(context.Policy.Metadata.Generation, TroubleOf(context.Policy), context.RecopyRequest);

    public static string? TroubleOf(BackupPolicy policy) =>
        policy.Status.Conditions?.Find(condition => condition.Type == ConditionTypes.Ready) is
        {
            Reason: ConditionReasons.SecretNotFound or ConditionReasons.InvalidCredentials or ConditionReasons.TargetUnreachable
        } trouble
            ? trouble.Reason
            : null;
}
