using System.Text.Json.Serialization;

namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>What AWS' container endpoint and instance metadata answer.</summary>
internal sealed record AwsCredentialAnswer(string? AccessKeyId, string? SecretAccessKey, string? Token);

/// <summary>What ECR's GetAuthorizationToken answers.</summary>
internal sealed record EcrAnswer([property: JsonPropertyName("authorizationData")] IReadOnlyList<EcrAuthorization>? Data);

/// <summary>What public ECR's GetAuthorizationToken answers.</summary>
internal sealed record EcrPublicAnswer([property: JsonPropertyName("authorizationData")] EcrAuthorization? Data);

/// <param name="Token">User name and password, in base64.</param>
/// <param name="ExpiresAt">Seconds since 1970.</param>
internal sealed record EcrAuthorization(
    [property: JsonPropertyName("authorizationToken")] string? Token,
    [property: JsonPropertyName("expiresAt")] double? ExpiresAt);

/// <summary>What token endpoints by OAuth 2.0 answer.</summary>
internal sealed record OAuthToken(
    [property: JsonPropertyName("access_token")] string? AccessToken,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken,
    [property: JsonPropertyName("expires_in")] double? ExpiresIn);

/// <summary>What Google's generateAccessToken answers.</summary>
internal sealed record GoogleAccessToken(
    [property: JsonPropertyName("accessToken")] string? AccessToken,
    [property: JsonPropertyName("expireTime")] DateTimeOffset? ExpireTime);

/// <summary>A credential configuration of Google's workload identity federation.</summary>
internal sealed record ExternalAccount(
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("audience")] string? Audience,
    [property: JsonPropertyName("subject_token_type")] string? SubjectTokenType,
    [property: JsonPropertyName("token_url")] string? TokenUrl,
    [property: JsonPropertyName("service_account_impersonation_url")] string? ImpersonationUrl,
    [property: JsonPropertyName("credential_source")] ExternalAccountSource? Source);

internal sealed record ExternalAccountSource(
    [property: JsonPropertyName("file")] string? File,
    [property: JsonPropertyName("format")] ExternalAccountFormat? Format);

internal sealed record ExternalAccountFormat(
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("subject_token_field_name")] string? Field);

/// <param name="Seconds">Since 1970 (RFC 7519, section 4.1.4).</param>
internal sealed record JwtEnd([property: JsonPropertyName("exp")] double? Seconds);

/// <summary>A refusal.</summary>
/// <param name="Type">AWS' code.</param>
/// <param name="Error">That of OAuth 2.0 (RFC 6749, section 5.2).</param>
internal sealed record CloudError(
    [property: JsonPropertyName("__type")] string? Type, [property: JsonPropertyName("error")] string? Error);
