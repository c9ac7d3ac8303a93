using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Auth;

/// <summary>Issues and reads the JSON Web Tokens of ServiceAccounts (RFC 7519, ES256).</summary>
internal sealed class ServiceAccountTokens(Cluster cluster, ECDsa key)
{
    public const string Issuer = "https://kubernetes.default.svc.cluster.local";

    private static readonly string Header = Encode(new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT" });

    public string Issue(StoredObject account, IReadOnlyCollection<string> audiences, TimeSpan lifetime)
    {
        var now = cluster.Clock.GetUtcNow();
        var claims = new JsonObject
        {
            ["aud"] = new JsonArray([.. (audiences.Count == 0 ? [Issuer] : audiences).Select(audience => (JsonNode)audience)]),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["kubernetes.io"] = new JsonObject
            {
                ["namespace"] = account.Namespace,
                ["serviceaccount"] = new JsonObject { ["name"] = account.Name, ["uid"] = account.Uid },
            },
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = $"system:serviceaccount:{account.Namespace}:{account.Name}",
        };
        var signed = $"{Header}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    /// <summary>Null unless the token is ours, in time, meant for one of the audiences, and its ServiceAccount is still there.</summary>
    public (Identity User, IReadOnlyList<string> Audiences)? Read(string token, IReadOnlyCollection<string> audiences)
    {
        if (Claims(token) is not { } claims) return null;
        var now = cluster.Clock.GetUtcNow().ToUnixTimeSeconds();
        if (claims.Number("exp") <= now || claims.Number("nbf") > now + 60) return null;
        var shared = claims.Texts("aud").Intersect(audiences.Count == 0 ? [Issuer] : audiences, StringComparer.Ordinal).ToList();
        if (shared.Count == 0) return null;
        var (space, name, uid) = (
            claims.Text("kubernetes.io", "namespace"),
            claims.Text("kubernetes.io", "serviceaccount", "name"),
            claims.Text("kubernetes.io", "serviceaccount", "uid"));
        if (cluster.Store.Find("/serviceaccounts", space, name) is not { } account || account.Uid != uid) return null;
        var extra = new Dictionary<string, IReadOnlyList<string>>
        {
            ["authentication.kubernetes.io/credential-id"] = [$"JTI={claims.Text("jti")}"],
        };
        return (Identity.ServiceAccount(space, name, uid) with { Extra = extra }, shared);
    }

    private JsonObject? Claims(string token)
    {
        if (token.Split('.') is not [var header, var body, var signature]) return null;
        try
        {
            var valid = key.VerifyData(
                Encoding.ASCII.GetBytes($"{header}.{body}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256);
            return valid ? Json.ParseObject(Base64Url.DecodeFromChars(body)) : null;
        }
        catch (Exception problem) when (problem is FormatException or JsonException or CryptographicException)
        {
            return null;
        }
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(part.ToUtf8());
}
