namespace ImageCloneOperator.Core.Backups;

/// <summary>How long a failed attempt waits for the next: 5 s, doubled with each failure, at most 5 min or as long as is said.</summary>
public static class RetryBackoff
{
    /// <summary>No registry's word is taken for longer, nor does a failed attempt wait longer.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    /// <summary>The longest wait for what the source does not have: there may be thousands of such images.</summary>
    public static readonly TimeSpan LongestForMissing = TimeSpan.FromHours(2);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <param name="attempts">How many attempts in a row have failed, from 1.</param>
    /// <param name="now">The time of the last failure.</param>
    /// <param name="random">From 0 to 1: up to half of the wait is taken off, so that failures do not come back together.</param>
    /// <param name="notBefore">The earliest time that makes sense, where a registry said so.</param>
    /// <param name="longest">The longest wait; null for 5 min.</param>
    public static DateTimeOffset NextTry(
        int attempts, DateTimeOffset now, double random, DateTimeOffset? notBefore = null, TimeSpan? longest = null)
    {
        var delay = Math.Min((longest ?? Longest).TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(attempts - 1, 16)));
        var next = now.AddSeconds(delay * (1 - (random / 2)));
        if (notBefore > now + LongestWait) return now + LongestWait;
        return notBefore > next ? notBefore.Value : next;
    }
}
