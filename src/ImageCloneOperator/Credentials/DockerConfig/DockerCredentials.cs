using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Credentials.DockerConfig;

/// <summary>The credentials of <c>docker login</c>: a helper's first, then those in the file by their match.</summary>
internal static class DockerCredentials
{
    /// <exception cref="DockerConfigException">The file cannot be read or understood.</exception>
    public static async Task<ICredentialProvider> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var config = await DockerConfigFile.ReadAsync(path, cancellationToken);
        return new CredentialChain(new HelperProvider(config.Helpers, config.Store), new KeyringProvider(config.Entries));
    }
}
