using System.Text.Json;
using System.Text.Json.Serialization;
using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Credentials.DockerConfig;

/// <summary>Docker's config.json: credentials themselves, and which programs keep others.</summary>
internal sealed record DockerConfigFile
{
    /// <summary>Under DOCKER_CONFIG, else in ~/.docker.</summary>
    public static string DefaultPath => Path.Combine(
        Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker"),
        "config.json");

    public JsonElement? Auths { get; init; }

    /// <summary>The helper for each registry that has one of its own.</summary>
    public Dictionary<string, string>? CredHelpers { get; init; }

    /// <summary>The helper for all others.</summary>
    public string? CredsStore { get; init; }

    [JsonIgnore]
    public IReadOnlyList<CredentialEntry> Entries { get; private init; } = [];

    /// <summary>An absent file is an empty one.</summary>
    /// <exception cref="DockerConfigException">The file cannot be read or understood.</exception>
    public static async Task<DockerConfigFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return new DockerConfigFile();
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            var file = JsonSerializer.Deserialize(bytes, DockerConfigJson.Default.DockerConfigFile) ?? new DockerConfigFile();
            if (file.Auths is null)
                return file;
            return DockerConfigParser.TryParse(bytes, out var entries, out var error)
                ? file with { Entries = entries }
                : throw new DockerConfigException($"{path}: {error}. Correct it, or log in again with docker login.");
        }
        catch (JsonException e)
        {
            // The exception's own message quotes the text, and the text is secret.
            throw new DockerConfigException(
                $"{path} is not the JSON of a Docker config (line {e.LineNumber + 1}). Correct it, or log in again with docker login.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DockerConfigException(e.Message);
        }
    }
}
