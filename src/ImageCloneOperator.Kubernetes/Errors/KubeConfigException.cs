namespace ImageCloneOperator.Kubernetes.Errors;

/// <summary>The configuration cannot be used; the message names the file and the field, and never their secrets.</summary>
public sealed class KubeConfigException(string place, string problem, Exception? innerException = null)
    : ClusterException($"{place}: {problem}", innerException);
