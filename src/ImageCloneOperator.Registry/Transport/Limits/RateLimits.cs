using System.Globalization;

namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>Reads when a host wants the next request.</summary>
internal static class RateLimits
{
    public static DateTimeOffset? RetryAt(HttpResponseMessage response, DateTimeOffset now)
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
        return Header(response, "ratelimit-reset") is { } reset && Number(reset) is { } seconds ? now.AddSeconds(seconds) : null;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static long? Number(string text) =>
        long.TryParse(text.Split(';', ',')[0].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value < int.MaxValue ? value : null;
}
