namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>A cloud that knows the pod, and lets it log in to its registries.</summary>
internal interface ICloud
{
    /// <returns>What a token for the host serves for: hosts with the same share one.</returns>
    string ScopeOf(string host);

    /// <param name="host">The registry.</param>
    /// <param name="asksMetadata">Whether the metadata server of the machine may be asked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CloudIdentityException">There is no identity, or it is refused.</exception>
    Task<CloudToken> TokenAsync(string host, bool asksMetadata, CancellationToken cancellationToken);
}
