using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>
/// Google Artifact Registry: the metadata server (workload identity), or an external_account file
/// (https://cloud.google.com/artifact-registry/docs/docker/authentication).
/// </summary>
internal sealed class GoogleCloud(CloudHttp http, CloudEnvironment environment, TimeProvider time) : ICloud
{
    private const string CredentialsFile = "GOOGLE_APPLICATION_CREDENTIALS";
    private const string Metadata = "Google's metadata server";
    private const string Sts = "Google STS";
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    /// <summary>A token serves for all that its owner may use.</summary>
    public string ScopeOf(string host) => "";

    public async Task<CloudToken> TokenAsync(string host, bool asksMetadata, CancellationToken cancellationToken)
    {
        if (environment.Find(CredentialsFile) is { } file) return await OfFileAsync(file, cancellationToken);
        var server = environment.Find("GCE_METADATA_HOST");
        if (server is null && !asksMetadata)
            throw new CloudIdentityException("the environment names no identity of Google") { IsAbsent = true };
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"http://{server ?? "169.254.169.254"}/computeMetadata/v1/instance/service-accounts/default/token");
        request.Headers.Add("Metadata-Flavor", "Google");
        // Other clouds have something else at this address.
        var answer = await http.AskMachineAsync(
            Metadata, request, cancellationToken, response => response.Headers.Contains("Metadata-Flavor"));
        return Token(Metadata, CloudHttp.Read(Metadata, answer, CloudJsonContext.Default.OAuthToken));
    }

    private async Task<CloudToken> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        var content = await CloudEnvironment.ReadAsync(CredentialsFile, path, cancellationToken);
        var account = CloudHttp.Read(CredentialsFile, content, CloudJsonContext.Default.ExternalAccount);
        if (account.Type != "external_account")
        {
            throw new CloudIdentityException(
                $"{CredentialsFile}: type '{account.Type}' is not external_account; "
                    + "a service account's key belongs into a secret, with the user name _json_key");
        }

        if (account is not { Audience: { } audience, SubjectTokenType: { } type, TokenUrl: { } url, Source.File: { } file })
        {
            throw new CloudIdentityException(
                $"{CredentialsFile}: audience, subject_token_type, token_url and credential_source.file are needed");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, Url(url))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "urn:ietf:params:oauth:grant-type:token-exchange",
                ["requested_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
                ["scope"] = Scope,
                ["audience"] = audience,
                ["subject_token_type"] = type,
                ["subject_token"] = await SubjectAsync(file, account.Source.Format, cancellationToken),
            }),
        };
        var answer = await http.AskAsync(Sts, request, cancellationToken);
        var token = Token(Sts, CloudHttp.Read(Sts, answer, CloudJsonContext.Default.OAuthToken));
        return account.ImpersonationUrl is { } other ? await ImpersonateAsync(Url(other), token, cancellationToken) : token;
    }

    private async Task<CloudToken> ImpersonateAsync(Uri uri, CloudToken token, CancellationToken cancellationToken)
    {
        const string What = "Google IAM";
        using var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token.Credential.Password) },
            Content = new StringContent($$"""{"scope":["{{Scope}}"]}""", Encoding.UTF8, "application/json"),
        };
        var answer = await http.AskAsync(What, request, cancellationToken);
        return CloudHttp.Read(What, answer, CloudJsonContext.Default.GoogleAccessToken) is { AccessToken: { } access, ExpireTime: { } ends }
            ? new CloudToken(Credential(access), ends)
            : throw new CloudIdentityException($"{What} sent an answer without a token");
    }

    private static async Task<string> SubjectAsync(string file, ExternalAccountFormat? format, CancellationToken cancellationToken)
    {
        var text = await CloudEnvironment.ReadAsync("credential_source.file", file, cancellationToken);
        if (format?.Type != "json") return text;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.GetProperty(format.Field ?? "").GetString()!;
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CloudIdentityException($"credential_source.file: it has no field {format.Field}");
        }
    }

    private static Uri Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || uri.IsLoopback)
            ? uri
            : throw new CloudIdentityException($"{CredentialsFile}: a URL in it is no https URL");

    private CloudToken Token(string what, OAuthToken answer) =>
        answer is { AccessToken: { } token, ExpiresIn: { } seconds }
            ? new CloudToken(Credential(token), time.GetUtcNow().AddSeconds(seconds))
            : throw new CloudIdentityException($"{what} sent an answer without a token");

    private static RegistryCredential Credential(string token) => new() { Username = "oauth2accesstoken", Password = token };
}
