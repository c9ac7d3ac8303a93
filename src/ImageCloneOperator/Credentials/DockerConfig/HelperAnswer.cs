using System.Text.Json.Serialization;

namespace ImageCloneOperator.Credentials.DockerConfig;

/// <summary>The answer of a credential helper.</summary>
internal sealed record HelperAnswer(
    [property: JsonPropertyName("Username")] string? Username, [property: JsonPropertyName("Secret")] string? Secret);
