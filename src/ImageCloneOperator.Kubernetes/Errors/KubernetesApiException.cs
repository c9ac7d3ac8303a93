using System.Net;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Errors;

/// <summary>The API server refused a request; its <c>metav1.Status</c> says why.</summary>
public sealed class KubernetesApiException(V1Status status, TimeSpan? retryAfter = null) : ClusterException(Describe(status))
{
    public V1Status Status { get; } = status;

    /// <summary>The HTTP status code.</summary>
    public HttpStatusCode Code => (HttpStatusCode)(Status.Code ?? 0);

    /// <summary>The machine-readable reason, such as <c>AlreadyExists</c>; see <see cref="ApiStatusReason"/>.</summary>
    public string Reason => Status.Reason ?? "";

    /// <summary>How long the server asks to wait, from the Retry-After header or the status' details.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter ?? FromDetails(status);

    public bool IsBadRequest => Code == HttpStatusCode.BadRequest;

    public bool IsUnauthorized => Code == HttpStatusCode.Unauthorized;

    public bool IsForbidden => Code == HttpStatusCode.Forbidden;

    public bool IsNotFound => Code == HttpStatusCode.NotFound;

    public bool IsAlreadyExists => Reason == ApiStatusReason.AlreadyExists;

    /// <summary>The object changed meanwhile, a precondition failed, or another field manager owns a field.</summary>
    public bool IsConflict => Code == HttpStatusCode.Conflict && !IsAlreadyExists;

    /// <summary>The resourceVersion or continue token is too old: list again.</summary>
    public bool IsGone => Code == HttpStatusCode.Gone;

    public bool IsInvalid => Code == HttpStatusCode.UnprocessableEntity;

    public bool IsTooManyRequests => Code == HttpStatusCode.TooManyRequests;

    public bool IsServerError => (int)Code >= 500;

    /// <summary>The resourceVersion lies ahead of the server: its store was restored, or another server answers. List again.</summary>
    public bool IsResourceVersionTooLarge =>
        Status.Details?.Causes?.Any(cause => cause.Reason == ApiStatusReason.ResourceVersionTooLarge) == true;

    private static TimeSpan? FromDetails(V1Status status) =>
        status.Details?.RetryAfterSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static string Describe(V1Status status) =>
        !string.IsNullOrEmpty(status.Message) ? status.Message : $"the API server answered {status.Code} {status.Reason}".TrimEnd();
}
