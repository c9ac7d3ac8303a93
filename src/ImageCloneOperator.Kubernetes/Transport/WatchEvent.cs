namespace ImageCloneOperator.Kubernetes.Transport;

/// <summary>One change. The object of a bookmark has nothing but a resourceVersion; that of a deletion is its last state.</summary>
public sealed record WatchEvent<T>(WatchEventType Type, T Object);
