using System.Globalization;

namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>Reads when a host wants the next request.</summary>
internal static class RateLimits
{
    /// <summary>No window is that long: a larger number is a time, in seconds since 1970.</summary>
    private const long LongestWindow = 1_000_000_000;

    /// <summary>One answer's word holds a whole host for some minutes at most: it may be wrong, or about one account alone.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>Docker Hub counts pulls over six hours, the longest window there is; a longer wait is a mistake.</summary>
    private static readonly TimeSpan LongestQuota = TimeSpan.FromHours(6);

    /// <summary>When what was refused makes sense again.</summary>
    public static DateTimeOffset? RetryAt(HttpResponseMessage response, DateTimeOffset now) => Bounded(response, now, LongestQuota);

    /// <summary>Until when the host is asked nothing at all.</summary>
    public static DateTimeOffset? PauseUntil(HttpResponseMessage response, DateTimeOffset now) => Bounded(response, now, LongestPause);

    private static DateTimeOffset? Bounded(HttpResponseMessage response, DateTimeOffset now, TimeSpan longest) =>
        Asked(response, now) is not { } asked ? null
        : asked - now > longest ? now + longest
        : asked;

    private static DateTimeOffset? Asked(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.RetryAfter is { Delta: { } wait }) return now + wait;
        if (response.Headers.RetryAfter is { Date: { } date }) return date;
        return Reset(response, now);
    }

    /// <summary>
    /// No request is left in the window: <c>ratelimit-remaining: 0</c> with <c>ratelimit-reset</c>, or Docker Hub's form with the
    /// window's seconds, <c>0;w=21600</c>.
    /// </summary>
    private static DateTimeOffset? Reset(HttpResponseMessage response, DateTimeOffset now)
    {
        if (Header(response, "ratelimit-remaining") is not { } remaining || Number(remaining) is not 0) return null;
        if (Header(response, "ratelimit-reset") is not { } reset || Number(reset) is not { } seconds) return null;
        return seconds > LongestWindow ? DateTimeOffset.FromUnixTimeSeconds(seconds) : now.AddSeconds(seconds);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static long? Number(string text) =>
        long.TryParse(text.Split(';', ',')[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value < uint.MaxValue
            ? value
            : null;
}
