using System.Text.Json.Serialization;

namespace ImageCloneOperator.Credentials.DockerConfig;

/// <summary>What a credential helper prints.</summary>
internal sealed record HelperAnswer(
    [property: JsonPropertyName("Username")] string? Username, [property: JsonPropertyName("Secret")] string? Secret);
