using System.Text.Json.Serialization;

namespace ImageCloneOperator.Registry.Authentication;

internal sealed record TokenResponse
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(60);

    [JsonPropertyName("token")]
    public string? Token { get; init; }

    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    /// <summary>Seconds, which some servers send as text; a token lives at least 60 (distribution, token specification).</summary>
    [JsonPropertyName("expires_in")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public double? ExpiresIn { get; init; }

    public BearerToken? ToBearer(DateTimeOffset received)
    {
        var value = Token is { Length: > 0 } ? Token : AccessToken;
        if (value is not { Length: > 0 } || value.Any(char.IsControl)) return null;
        var life = TimeSpan.FromSeconds(Math.Clamp(ExpiresIn ?? 0, Shortest.TotalSeconds, TimeSpan.FromDays(1).TotalSeconds));
        return new BearerToken(value, received + (0.75 * life));
    }
}
