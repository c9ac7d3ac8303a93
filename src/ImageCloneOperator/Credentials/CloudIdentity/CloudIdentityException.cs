namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>A cloud gave no token; the message says why, with the cloud's own words, and holds no credential.</summary>
internal sealed class CloudIdentityException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>There is no identity of this cloud here, rather than one that is refused.</summary>
    public bool IsAbsent { get; init; }
}
