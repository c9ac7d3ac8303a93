using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>What keeps a cache from being true, in a sentence for people.</summary>
internal sealed record ReflectorProblem(WatchEnd End, string Sentence, TimeSpan RetryAfter)
{
    /// <summary>False where the server does not have the kind.</summary>
    public bool IsServed { get; init; } = true;

    public static ReflectorProblem Of(Exception error, ApiResource resource)
    {
        var retryAfter = (error as KubernetesApiException)?.RetryAfter ?? TimeSpan.Zero;
        var what = $"{resource.Plural} of {resource.ApiVersion}";
        return error switch
        {
            KubernetesApiException { IsGone: true } or KubernetesApiException { IsResourceVersionTooLarge: true } =>
                new(WatchEnd.Expired, $"The watch on {what} is too old to go on.", retryAfter),
            KubernetesApiException { IsForbidden: true } =>
                new(
                    WatchEnd.Refused,
                    $"Not allowed to read {what}: grant this program's account the verbs get, list and watch on them. ({error.Message})",
                    retryAfter),
            KubernetesApiException { IsUnauthorized: true } =>
                new(
                    WatchEnd.Refused,
                    $"The API server does not accept this program's credentials, so {what} cannot be read. ({error.Message})",
                    retryAfter),
            KubernetesApiException { IsNotFound: true } =>
                new(
                    WatchEnd.Refused,
                    $"The API server has no {what}: install the CustomResourceDefinition, or a cluster version that serves them.",
                    retryAfter)
                { IsServed = false },
            _ => new(WatchEnd.Failed, $"Cannot read {what}: {error.Message}", retryAfter),
        };
    }
}
