using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Core.Backups;

/// <summary>The one decision of what is done for a backup, and when.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Until">With <see cref="BackupAction.Wait"/>: when the decision is taken again.</param>
/// <param name="Compare">With <see cref="BackupAction.Check"/>: the source is asked whether the tag has moved.</param>
/// <param name="Verify">With <see cref="BackupAction.Check"/>: the target is asked whether it still has the copy.</param>
public sealed record NextAction(BackupAction Action, DateTimeOffset? Until = null, bool Compare = false, bool Verify = false)
{
    public static NextAction For(BackupFacts facts, DateTimeOffset now)
    {
        facts = facts.AsOf(now);
        return IsCopyDue(facts) ? Attempt(facts, now) : Look(facts, now);
    }

    /// <summary>The attempt that follows a check which found that the copy has to be made again.</summary>
    public static BackupAction Remedy(BackupFacts facts) =>
        facts.Recopy == RecopyMode.Always || facts.RecopyRequested ? BackupAction.Copy : BackupAction.AdoptOrCopy;

    /// <summary>
    /// A copy is due when the backup is not Ready, or a fresh one is asked for and the source is available: an unavailable source would
    /// turn Ready to False.
    /// </summary>
    private static bool IsCopyDue(BackupFacts facts) => !facts.Ready || (facts.RecopyRequested && !facts.SourceUnavailable);

    private static NextAction Attempt(BackupFacts facts, DateTimeOffset now) =>
        facts.SpecObserved && !facts.InputsChanged && IsBackingOff(facts, now) ? Wait(facts.NextCheckTime) : new NextAction(Remedy(facts));

    private static NextAction Look(BackupFacts facts, DateTimeOffset now)
    {
        var schedule = new VerifySchedule(facts);
        var (compare, verify) = (schedule.IsCompareDue(now), schedule.IsVerifyDue(now) || IsConflictLookedAt(facts));
        if (!compare && !verify) return Wait(schedule.Next);
        return IsBackingOff(facts, now) ? Wait(facts.NextCheckTime) : new NextAction(BackupAction.Check, Compare: compare, Verify: verify);
    }

    /// <summary>Whether the tag is set back may be decided otherwise now.</summary>
    private static bool IsConflictLookedAt(BackupFacts facts) => facts is { TagIsForeign: true, InputsChanged: true };

    private static bool IsBackingOff(BackupFacts facts, DateTimeOffset now) => facts.Attempts > 0 && facts.NextCheckTime > now;

    private static NextAction Wait(DateTimeOffset? until) => new(BackupAction.Wait, until);
}
