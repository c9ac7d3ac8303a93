using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Core.Backups;

/// <summary>
/// Says when a finished copy is checked again. The times are stretched by up to a tenth, each backup by its own share, so that backups that
/// were made together are not all checked together.
/// </summary>
public sealed class VerifySchedule(BackupFacts facts)
{
    private readonly double _stretch = 1 + (0.1 * ShareOf(facts.Name));

    /// <summary>The source is to be asked whether the tag has moved.</summary>
    public bool IsCompareDue(DateTimeOffset now) => IsCompared && (facts.WasCheckedAhead || now >= NextCompare);

    /// <summary>
    /// The target is to be asked whether it still has the copy: the time since it was made is cut into intervals, each with one check.
    /// </summary>
    public bool IsVerifyDue(DateTimeOffset now) => facts.WasCheckedAhead || Interval(now) > Interval(LastCheck);

    public DateTimeOffset Next => IsCompared && NextCompare < NextVerify ? NextCompare : NextVerify;

    /// <summary>A source that is known to be gone is not asked here as well: a dead host would hold up whoever asks.</summary>
    private bool IsCompared => facts.Recopy == RecopyMode.Always && !facts.SourceUnavailable;

    private DateTimeOffset Completed => facts.CompletionTime ?? DateTimeOffset.UnixEpoch;

    private DateTimeOffset LastCheck => facts.LastCheckTime is { } check && check > Completed ? check : Completed;

    private DateTimeOffset NextCompare => LastCheck + (facts.Interval * _stretch);

    private DateTimeOffset NextVerify => Completed + ((Interval(LastCheck) + 1) * facts.VerifyInterval * _stretch);

    /// <summary>The number of the verification at this time, counted from the copy.</summary>
    public long Round(DateTimeOffset now) => Math.Max(0, Interval(now));

    /// <summary>
    /// A backup's share of a spread, from 0 to 1, by FNV-1a: the same on every replica, as <c>string.GetHashCode</c> is not.
    /// </summary>
    public static double ShareOf(string name)
    {
        var hash = 2166136261u;
        foreach (var c in name) hash = (hash ^ c) * 16777619u;
        return hash / (double)uint.MaxValue;
    }

    private long Interval(DateTimeOffset time) => (long)Math.Floor((time - Completed) / (facts.VerifyInterval * _stretch));
}
