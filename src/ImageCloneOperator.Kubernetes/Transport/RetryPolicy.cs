using ImageCloneOperator.Kubernetes.Errors;

namespace ImageCloneOperator.Kubernetes.Transport;

/// <summary>
/// Tries again after 429 (the server has done nothing yet) and, for reads, after 5xx. A lost connection is not tried again here: callers
/// know better how long to go on.
/// </summary>
internal sealed class RetryPolicy(int maxRetries, TimeSpan maxDelay, TimeProvider time)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    public async Task<T> RunAsync<T>(ApiRequest request, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var retries = 0; ; retries++)
        {
            TimeSpan delay;
            try
            {
                return await attempt();
            }
            catch (KubernetesApiException exception)
                when (MayRetry(request, exception) && retries < maxRetries && Delay(exception, retries) <= maxDelay)
            {
                delay = Delay(exception, retries);
            }
            await Task.Delay(delay * (1 + (Random.Shared.NextDouble() / 2)), time, cancellationToken);
        }
    }

    private static bool MayRetry(ApiRequest request, KubernetesApiException exception) =>
        exception.IsTooManyRequests || (request.IsRead && exception.IsServerError);

    private static TimeSpan Delay(KubernetesApiException exception, int retries) =>
        exception.RetryAfter ?? FirstDelay * Math.Pow(2, retries);
}
