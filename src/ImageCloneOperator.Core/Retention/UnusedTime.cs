namespace ImageCloneOperator.Core.Retention;

/// <summary>
/// For how long a backup has been seen unused. Only observed time counts: what passed while nobody looked, or what a clock has jumped, adds
/// no more than one interval between looks.
/// </summary>
/// <param name="Since">When it became unused, moved by the time that nobody looked.</param>
/// <param name="Observed">When it was last seen unused.</param>
public sealed record UnusedTime(DateTimeOffset Since, DateTimeOffset Observed)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public TimeSpan Age => Observed > Since ? Observed - Since : TimeSpan.Zero;

    /// <summary>The time after another look; the same while none is due, since each look is a write.</summary>
    public static UnusedTime Observe(UnusedTime? before, DateTimeOffset now, TimeSpan unusedFor)
    {
        if (before is null) return new UnusedTime(now, now);
        var gap = now - before.Observed;
        if (gap >= TimeSpan.Zero && now < before.NextLook(unusedFor)) return before;
        var seen = TimeSpan.FromTicks(Math.Clamp(gap.Ticks, 0, LongestGap(unusedFor).Ticks));
        return new UnusedTime(now - before.Age - seen, now);
    }

    /// <summary>
    /// When it has to be seen unused again: in time for the end of <paramref name="unusedFor"/>, and now and then before.
    /// </summary>
    public DateTimeOffset NextLook(TimeSpan unusedFor)
    {
        var next = Observed + Interval(unusedFor);
        var end = Observed - Age + unusedFor;
        return Age < unusedFor && end < next ? end : next;
    }

    /// <summary>It has been seen unused for long enough, the last time just now.</summary>
    public bool IsOver(TimeSpan unusedFor, DateTimeOffset now) => Age >= unusedFor && (now - Observed).Duration() <= LongestGap(unusedFor);

    private static TimeSpan LongestGap(TimeSpan unusedFor) => 2 * Interval(unusedFor);

    private static TimeSpan Interval(TimeSpan unusedFor) =>
        TimeSpan.FromTicks(Math.Clamp((unusedFor / 10).Ticks, Shortest.Ticks, Longest.Ticks));
}
