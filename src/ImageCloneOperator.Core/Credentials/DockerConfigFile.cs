namespace ImageCloneOperator.Core.Credentials;

/// <summary>The part of a Docker config.json that holds credentials.</summary>
internal sealed record DockerConfigFile
{
    public Dictionary<string, DockerConfigEntry?>? Auths { get; init; }
}
