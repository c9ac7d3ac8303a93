using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Kubernetes.Conditions;
using ImageCloneOperator.Kubernetes.Events;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Policies;

/// <summary>Writes the status of a policy, and tells in an Event and a log line when its Ready changes.</summary>
internal sealed partial class PolicyStatusWriter(
    StatusPatcher patcher, PolicyWorkloads workloads, IEventRecorder events, TimeProvider time, ILogger<PolicyStatusWriter> logger)
{
    public async Task WriteAsync(
        BackupPolicy policy, Func<ConditionSet, ConditionSet> change, PolicyTally tally, CancellationToken cancellationToken)
    {
        var conditions = change(ConditionSet.Of(policy.Status.Conditions, policy.Metadata.Generation, time.GetUtcNow()));
        conditions = workloads.DescribeContested(policy.Metadata.Name!) is { } sentence
            ? conditions.With(ConditionTypes.RewriteContested, ConditionStatus.True, ConditionReasons.AnotherWriter, sentence)
            : conditions.Without(ConditionTypes.RewriteContested);
        var status = policy.Status with
        {
            ObservedGeneration = policy.Metadata.Generation,
            Conditions = conditions.ToList(),
            Images = tally.Images,
            Bytes = tally.Bytes,
            LastError = tally.LastError,
        };
        if (await patcher.WriteAsync(policy, status, cancellationToken)) Tell(policy, status);
    }

    private void Tell(BackupPolicy policy, BackupPolicyStatus status)
    {
        var (before, after) = (policy.Status.Conditions.Find(ConditionTypes.Ready), status.Conditions.Find(ConditionTypes.Ready)!);
        if (before?.Reason == after.Reason && before.Status == after.Status) return;
        Log.Changed(logger, policy.Metadata.Name!, after.Reason, after.Message);
        var isTrouble = after.Status != "True" && after.Reason is not (ConditionReasons.Progressing or ConditionReasons.Suspended);
        events.Record(policy, isTrouble ? EventType.Warning : EventType.Normal, after.Reason, after.Message, "Reconcile");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "BackupPolicy {Policy}: {Reason}: {Explanation}")]
        public static partial void Changed(ILogger logger, string policy, string reason, string explanation);
    }
}
