using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Credentials.DockerConfig;

/// <summary>Docker's config.json.</summary>
internal static class DockerConfigFile
{
    /// <summary>Under DOCKER_CONFIG, else in ~/.docker.</summary>
    public static string DefaultPath => Path.Combine(
        Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker"),
        "config.json");

    /// <summary>An absent file is an empty one.</summary>
    /// <exception cref="DockerConfigException">The file cannot be read or understood.</exception>
    public static async Task<Core.Credentials.DockerConfig> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return Core.Credentials.DockerConfig.Empty;
        try
        {
            return DockerConfigParser.TryParse(await File.ReadAllBytesAsync(path, cancellationToken), out var config, out var error)
                ? config
                : throw new DockerConfigException($"{path}: {error}. Correct it, or log in again with docker login.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DockerConfigException(e.Message);
        }
    }
}
