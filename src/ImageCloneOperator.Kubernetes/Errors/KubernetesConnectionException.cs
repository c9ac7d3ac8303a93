namespace ImageCloneOperator.Kubernetes.Errors;

/// <summary>The API server could not be reached, did not answer in time, or broke off in the middle of an answer.</summary>
public sealed class KubernetesConnectionException(string message, Exception? innerException = null)
    : ClusterException(message, innerException);
