using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Kubernetes.Conditions;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Backups.SourceProbes;

/// <summary>
/// The status of an ImageBackup after checks of its source. A check that finds what the one before found changes nothing, so that
/// neither a healthy source nor a dead one costs writes.
/// </summary>
internal static class SourceStatusTransitions
{
    public static bool IsSourceUnavailable(this ImageBackup backup) => BackupStateReader.Of(backup).SourceUnavailable;

    /// <summary>Whether checks have left anything in the status.</summary>
    public static bool HasSourceChecks(this ImageBackup backup) =>
        backup.Status.Source is { Failures: not null } or { AnsweringSince: not null }
        || backup.Status.Conditions.Find(ConditionTypes.SourceAvailable) is not null;

    public static ImageBackupStatus WithSourceChecked(this ImageBackup backup, ProbeResult finding, SourceProbeRule rule) =>
        finding.Failure is { } failure
            ? Failed(backup, finding.At, failure, rule)
            : Answered(backup, finding.At, rule);

    /// <summary>The policy no longer asks for checks.</summary>
    public static ImageBackupStatus WithoutSourceChecks(this ImageBackup backup) => backup.Status with
    {
        Source = backup.Status.Source?.Available(),
        Conditions = backup.Status.Conditions?.Without(ConditionTypes.SourceAvailable),
    };

    private static ImageBackupStatus Answered(ImageBackup backup, DateTimeOffset at, SourceProbeRule rule)
    {
        var since = backup.Status.Source?.AnsweringSince ?? at;
        if (!backup.IsSourceUnavailable() || at - since >= rule.RecoverAfter)
        {
            return backup.With(
                at, backup.Status.Source?.Available(), ConditionStatus.True, $"{backup.Spec.Source} can be pulled from its source");
        }

        var source = (backup.Status.Source ?? new()) with { AnsweringSince = since };
        var message = $"{backup.Spec.Source} can be pulled again since {since:u}. {WayBack(rule)}";
        return backup.With(at, source, ConditionStatus.False, message);
    }

    private static ImageBackupStatus Failed(ImageBackup backup, DateTimeOffset at, string failure, SourceProbeRule rule)
    {
        var source = backup.Status.Source ?? new();
        var unavailable = backup.IsSourceUnavailable();
        if (unavailable && source.AnsweringSince is null) return backup.Status;

        source = unavailable
            ? source with { AnsweringSince = null }
            : source with { Failures = (source.Failures ?? 0) + 1, FailingSince = source.FailingSince ?? at };
        if (!unavailable && source.Failures < rule.FailureThreshold) return backup.Status with { Source = source };
        var message = $"{backup.Spec.Source} cannot be pulled from its source since "
            + $"{source.FailingSince:u} (failed checks: {source.Failures}): "
            + $"{failure.TrimEnd('.')}. {WayBack(rule)}";
        return backup.With(at, source, ConditionStatus.False, message);
    }

    private static string WayBack(SourceProbeRule rule) =>
        $"The copy takes its place until the source has answered for {new Duration(rule.RecoverAfter)} without a failure";

    private static SourceState Available(this SourceState source) =>
        source with { Failures = null, FailingSince = null, AnsweringSince = null };

    private static ImageBackupStatus With(
        this ImageBackup backup, DateTimeOffset now, SourceState? source, ConditionStatus status, string message)
    {
        var reason = status == ConditionStatus.True ? ConditionReasons.SourceReachable : ConditionReasons.SourceUnreachable;
        var conditions = ConditionSet.Of(backup.Status.Conditions, backup.Metadata.Generation, now);
        return backup.Status with
        {
            Source = source,
            Conditions = conditions.With(ConditionTypes.SourceAvailable, status, reason, message).ToList(),
        };
    }
}
