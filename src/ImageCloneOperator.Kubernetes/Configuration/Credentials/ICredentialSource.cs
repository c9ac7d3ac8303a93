namespace ImageCloneOperator.Kubernetes.Configuration.Credentials;

/// <summary>Hands out the credential that is valid now.</summary>
public interface ICredentialSource
{
    ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>The server has refused this one (401). True when asking again may bring another.</summary>
    bool Refused(Credential credential);
}
