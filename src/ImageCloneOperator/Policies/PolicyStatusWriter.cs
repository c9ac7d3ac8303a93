using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Kubernetes.Conditions;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Policies.PullSecrets;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Policies;

/// <summary>Writes the status of a policy, and tells in an Event and a log line when its Ready changes.</summary>
internal sealed partial class PolicyStatusWriter(
    StatusPatcher patcher,
    PolicyWorkloads workloads,
    PolicyRestorability restorability,
    PullSecretFindings pullSecrets,
    IEventRecorder events,
    TimeProvider time,
    ILogger<PolicyStatusWriter> logger)
{
    public async Task WriteAsync(
        BackupPolicy policy,
        Policy? compiled,
        Func<ConditionSet, ConditionSet> change,
        PolicyTally tally,
        UnreadableKinds? unreadable,
        CancellationToken cancellationToken)
    {
        var restorable = await restorability.JudgeAsync(compiled, cancellationToken);
        var conditions = change(ConditionSet.Of(policy.Status.Conditions, policy.Metadata.Generation, time.GetUtcNow()));
        conditions = With(
            conditions,
            ConditionTypes.RewriteContested,
            ConditionReasons.AnotherWriter,
            workloads.DescribeContested(policy.Metadata.Name!));
        conditions = With(
            conditions, ConditionTypes.RewriteRefused, ConditionReasons.AdmissionDenied, workloads.DescribeRefused(policy.Metadata.Name!));
        conditions = With(conditions, ConditionTypes.KindsUnreadable, unreadable?.Reason ?? "", unreadable?.Message);
        conditions = With(conditions, ConditionTypes.ImagesFailing, ConditionReasons.ImagesFailed, tally.DescribeFailing());
        conditions = restorable(conditions);
        conditions = With(conditions, ConditionTypes.CopiesWithheld, ConditionReasons.RefusedBySource, tally.DescribeWithheld());
        if (pullSecrets.TryGet(policy.Metadata.Name!, out var finding))
            conditions = With(conditions, ConditionTypes.PullSecretsMissing, finding?.Reason ?? "", finding?.Message);
        var status = policy.Status with
        {
            ObservedGeneration = policy.Metadata.Generation,
            Conditions = conditions.ToList(),
            Images = tally.Images,
            Unprotected = compiled is null ? null : workloads.CountUnprotected(compiled.Name) ?? policy.Status.Unprotected,
            Bytes = tally.Bytes,
            LastError = tally.LastError,
        };
        if (!await patcher.WriteAsync(policy, status, cancellationToken)) return;
        TellReady(policy, status);
        TellRefused(policy, status);
        TellLeftOut(policy, status);
        TellPullSecrets(policy, status);
    }

    /// <param name="sentence">Null where it is not so.</param>
    private static ConditionSet With(ConditionSet conditions, string type, string reason, string? sentence) =>
        sentence is null ? conditions.Without(type) : conditions.With(type, ConditionStatus.True, reason, sentence);

    private void TellRefused(BackupPolicy policy, BackupPolicyStatus status)
    {
        if (policy.Status.Conditions.Find(ConditionTypes.RewriteRefused) is not null) return;
        if (status.Conditions.Find(ConditionTypes.RewriteRefused) is { } refused)
            events.Record(policy, EventType.Warning, EventReasons.RewriteRefused, refused.Message, "Rewrite");
    }

    private void TellPullSecrets(BackupPolicy policy, BackupPolicyStatus status)
    {
        if (status.Conditions.Find(ConditionTypes.PullSecretsMissing) is not { } missing
            || policy.Status.Conditions.Find(ConditionTypes.PullSecretsMissing)?.Reason == missing.Reason) return;
        events.Record(policy, EventType.Warning, missing.Reason, missing.Message, "PullSecrets");
    }

    private void TellLeftOut(BackupPolicy policy, BackupPolicyStatus status)
    {
        if (policy.Status.Images?.LeftOut > 0 || status.Images?.LeftOut is not (> 0 and var count)) return;
        events.Record(
            policy,
            EventType.Warning,
            EventReasons.ImagesLeftOut,
            $"{count} images are not backed up, since their namespaces have as many as spec.limits allows",
            "Plan");
    }

    private void TellReady(BackupPolicy policy, BackupPolicyStatus status)
    {
        var (before, after) = (policy.Status.Conditions.Find(ConditionTypes.Ready), status.Conditions.Find(ConditionTypes.Ready)!);
        if (before?.Reason == after.Reason && before.Status == after.Status) return;
        Log.Changed(logger, policy.Metadata.Name!, after.Reason, after.Message);
        var isTrouble = (after.Status != "True" || after.Reason == ConditionReasons.ImagesFailed)
            && after.Reason is not (ConditionReasons.Progressing or ConditionReasons.Suspended);
        events.Record(policy, isTrouble ? EventType.Warning : EventType.Normal, after.Reason, after.Message, "Reconcile");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "BackupPolicy {Policy}: {Reason}: {Explanation}")]
        public static partial void Changed(ILogger logger, string policy, string reason, string explanation);
    }
}
