using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImageCloneOperator.Kubernetes.Configuration.Credentials;

/// <summary>What a plugin prints: <c>ExecCredential</c> of client.authentication.k8s.io.</summary>
internal sealed record ExecCredential(Credential Credential, DateTimeOffset? Expires)
{
    /// <exception cref="FormatException">It is not what a plugin must print; the message says why, without quoting it.</exception>
    public static ExecCredential Parse(string output, string apiVersion)
    {
        try
        {
            var root = JsonNode.Parse(output) as JsonObject ?? throw new FormatException("it printed no JSON object");
            if ((string?)root["kind"] != "ExecCredential" || (string?)root["apiVersion"] != apiVersion)
                throw new FormatException($"it must print an ExecCredential of {apiVersion}");
            return Read(root["status"] as JsonObject ?? throw new FormatException("it printed no status"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or CryptographicException)
        {
            throw new FormatException("it printed something else than an ExecCredential", exception);
        }
    }

    private static ExecCredential Read(JsonObject status)
    {
        var token = (string?)status["token"];
        var certificate = (string?)status["clientCertificateData"];
        var key = (string?)status["clientKeyData"];
        if (certificate is null != key is null || (token is null && certificate is null))
            throw new FormatException("it must print a token, or a client certificate and its key");
        var credential = token is null ? new Credential(Header: null) : Credential.Bearer(token);
        return new(
            certificate is null ? credential : credential with { Certificate = Certificates.WithKey(certificate, key!) },
            (DateTimeOffset?)status["expirationTimestamp"]);
    }
}
