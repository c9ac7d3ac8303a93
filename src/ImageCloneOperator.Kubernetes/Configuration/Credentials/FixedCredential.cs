namespace ImageCloneOperator.Kubernetes.Configuration.Credentials;

/// <summary>A credential that never changes.</summary>
public sealed class FixedCredential(Credential credential) : ICredentialSource
{
    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(credential);

    public bool Refused(Credential credential) => false;
}
