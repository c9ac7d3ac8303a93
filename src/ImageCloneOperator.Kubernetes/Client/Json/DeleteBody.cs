namespace ImageCloneOperator.Kubernetes.Client.Json;

/// <summary><c>metav1.DeleteOptions</c> as it is sent.</summary>
internal sealed record DeleteBody(string ApiVersion, string Kind, DeletePreconditions? Preconditions, PropagationPolicy? PropagationPolicy, long? GracePeriodSeconds)
{
    public static DeleteBody Of(DeleteOptions options) => new(
        "v1",
        "DeleteOptions",
        options.Uid is null && options.ResourceVersion is null ? null : new(options.Uid, options.ResourceVersion),
        options.PropagationPolicy,
        options.GracePeriodSeconds);
}
