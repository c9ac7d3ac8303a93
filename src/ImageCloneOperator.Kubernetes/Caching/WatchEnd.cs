namespace ImageCloneOperator.Kubernetes.Caching;

/// <summary>Why a list or watch came to its end.</summary>
internal enum WatchEnd
{
    /// <summary>The server closed it, as it does in time.</summary>
    Closed,

    /// <summary>Nothing came for too long.</summary>
    Silent,

    /// <summary>The server no longer has the changes since our resourceVersion, or has none so new.</summary>
    Expired,

    /// <summary>The server or the network failed.</summary>
    Failed,

    /// <summary>The server does not let us, or has no such kind: a person must help.</summary>
    Refused,
}
