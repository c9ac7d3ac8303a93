using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Clouds;

/// <summary>What AWS takes: one role, one key, and signatures that are right.</summary>
public static partial class AwsChecks
{
    public const string Role = "arn:aws:iam::123456789012:role/backup";
    public const string KeyId = "ASIATESTKEY";
    public const string Secret = "test/secret+key";
    public const string Session = "test-session";

    internal const string AssumeRoleXml = $"""
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials>
        <AccessKeyId>{KeyId}</AccessKeyId><SecretAccessKey>{Secret}</SecretAccessKey><SessionToken>{Session}</SessionToken>
        </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
        """;

    internal const string CredentialJson =
        $$"""{"AccessKeyId":"{{KeyId}}","SecretAccessKey":"{{Secret}}","Token":"{{Session}}","Expiration":"2099-01-01T00:00:00Z"}""";

    private const string EcrTarget = "AmazonEC2ContainerRegistry_V20150921.";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>What is asked of ECR, such as GetAuthorizationToken.</summary>
    internal static string ActionOf(HttpRequest request) =>
        $"{request.Headers["X-Amz-Target"]}".Replace(EcrTarget, "", StringComparison.Ordinal);

    /// <returns>Null for a request to ECR that is signed rightly.</returns>
    internal static string? ProblemOf(HttpRequest request, byte[] body, DateTimeOffset now)
    {
        if (request.ContentType != "application/x-amz-json-1.1") return "UnknownContentType";
        if (!$"{request.Headers["X-Amz-Target"]}".StartsWith(EcrTarget, StringComparison.Ordinal)) return "UnknownOperation";
        if (request.Headers["X-Amz-Security-Token"] != Session) return "The security token included in the request is invalid";
        if (Header().Match($"{request.Headers.Authorization}") is not { Success: true } match) return "IncompleteSignature";
        var date = $"{request.Headers["X-Amz-Date"]}";
        if (!DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", null, DateTimeStyles.AssumeUniversal, out var signedAt)
            || (signedAt - now).Duration() > Skew)
            return "Signature expired";
        var (scope, names) = (match.Groups["scope"].Value, match.Groups["names"].Value);
        if (!names.Split(';').Contains("host") || !names.Split(';').Contains("x-amz-security-token")) return "A header is not signed";
        var lines = string.Concat(names.Split(';').Select(name => $"{name}:{request.Headers[name]}\n"));
        var text = $"{request.Method}\n{request.Path}\n\n{lines}\n{names}\n{Hex(SHA256.HashData(body))}";
        var toSign = $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
        byte[] key = Encoding.UTF8.GetBytes("AWS4" + Secret);
        foreach (var part in scope.Split('/')) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        var isRight = Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign))) == match.Groups["signature"].Value;
        if (!isRight || match.Groups["id"].Value != KeyId) return "The request signature we calculated does not match";
        return scope == $"{date[..8]}/eu-west-1/ecr/aws4_request" ? null : "Credential should be scoped to a valid region";
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex(
        "^AWS4-HMAC-SHA256 Credential=(?<id>[^/]+)/(?<scope>[^,]+), SignedHeaders=(?<names>[^,]+), Signature=(?<signature>[0-9a-f]{64})$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Header();
}
