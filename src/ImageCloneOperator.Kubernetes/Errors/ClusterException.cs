namespace ImageCloneOperator.Kubernetes.Errors;

/// <summary>
/// Whatever keeps a call to the Kubernetes API from succeeding. The message is one sentence for people and never holds a credential.
/// </summary>
public abstract class ClusterException(string message, Exception? innerException = null) : Exception(message, innerException);
