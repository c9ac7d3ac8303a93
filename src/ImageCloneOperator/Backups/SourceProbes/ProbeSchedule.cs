using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Policies;

namespace ImageCloneOperator.Backups.SourceProbes;

/// <summary>The times at which the source of a backup is asked.</summary>
/// <param name="Since">The end of the last check, or when the backup was first seen.</param>
/// <param name="Checked">
/// Whether there was a check: the first ones are spread over an interval, since after a start they are all due together.
/// </param>
/// <param name="Finding">What the last check found, until it is in the status.</param>
internal sealed record ProbeSchedule(DateTimeOffset Since, bool Checked = false, ProbeResult? Finding = null)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    public DateTimeOffset Due(ImageBackup backup, SourceProbeRule rule)
    {
        var share = VerifySchedule.ShareOf(backup.Metadata.Name ?? "");
        var interval = rule.Interval;
        if (!Checked) return Since + (share * interval);
        // Whether it is back is to be known once recoverAfter is over, not one long interval later.
        if (backup.Status.Source?.AnsweringSince is not null && rule.RecoverAfter < interval) interval = rule.RecoverAfter;
        return Since + ((1 + (0.1 * share)) * (interval < Least ? Least : interval));
    }
}
