using System.Text.Json.Serialization;

namespace ImageCloneOperator.Core.Credentials;

/// <summary>One server's entry; <see cref="Auth"/> is base64 of <c>user:password</c> and wins over the two fields.</summary>
internal sealed record DockerConfigEntry
{
    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? Auth { get; init; }

    [JsonPropertyName("identitytoken")]
    public string? IdentityToken { get; init; }

    [JsonPropertyName("registrytoken")]
    public string? RegistryToken { get; init; }
}
