using System.Text.Json.Serialization;

namespace ImageCloneOperator.Testing.Registry.Auth;

/// <summary>A token server's answer; <paramref name="ExpiresIn"/> is in seconds.</summary>
internal sealed record TokenBody(
    string? Token,
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("expires_in")] long? ExpiresIn,
    [property: JsonPropertyName("issued_at")] DateTimeOffset? IssuedAt,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken);
