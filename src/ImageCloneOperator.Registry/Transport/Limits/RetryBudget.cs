using System.Net;

namespace ImageCloneOperator.Registry.Transport.Limits;

/// <summary>Bounds the tries of one request: a number of failures, or some minutes of refusals for the host's rate.</summary>
internal sealed class RetryBudget(RegistryClientOptions options, TimeProvider time)
{
    private long? _refusedSince;

    public int Failures { get; private set; }

    /// <param name="status">What the try was answered with; none where it was not answered.</param>
    /// <returns>Whether another try is left.</returns>
    public bool Spend(HttpStatusCode? status)
    {
        if (status != HttpStatusCode.TooManyRequests) return ++Failures < options.MaxAttempts;
        _refusedSince ??= time.GetTimestamp();
        return time.GetElapsedTime(_refusedSince.Value) < options.LongestRefusal;
    }

    /// <summary>The last try went further than those before it.</summary>
    public void Renew() => Failures = 0;
}
