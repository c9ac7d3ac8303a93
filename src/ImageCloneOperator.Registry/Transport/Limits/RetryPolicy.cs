using System.Net;

namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>Which answers are worth another try, and how long to wait before it: exponential with full jitter.</summary>
internal sealed class RetryPolicy(RegistryClientOptions options, TimeProvider time)
{
    public static bool IsTransient(HttpStatusCode status) => (int)status is 408 or 429 or 499 or 500 or 502 or 503 or 504 or 522;

    /// <summary>A host that says so is overloaded: it gets fewer requests.</summary>
    public static bool IsComplaint(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    public Task DelayAsync(int attempt, CancellationToken cancellationToken)
    {
        var most = Math.Min(
            options.RetryMaxDelay.TotalMilliseconds, options.RetryBaseDelay.TotalMilliseconds * Math.Pow(2, Math.Min(attempt - 1, 16)));
        return Task.Delay(TimeSpan.FromMilliseconds(most * Random.Shared.NextDouble()), time, cancellationToken);
    }
}
