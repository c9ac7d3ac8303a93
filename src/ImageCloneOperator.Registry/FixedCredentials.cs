using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Registry;

/// <summary>The same credentials whatever is asked for.</summary>
public sealed class FixedCredentials(params IReadOnlyList<RegistryCredential> credentials) : ICredentialProvider
{
    /// <summary>Anonymous access, whatever is asked for.</summary>
    public static FixedCredentials None { get; } = new([]);

    public ValueTask<IReadOnlyList<RegistryCredential>> GetAsync(string host, string repository, CancellationToken cancellationToken) =>
        ValueTask.FromResult(credentials);
}
