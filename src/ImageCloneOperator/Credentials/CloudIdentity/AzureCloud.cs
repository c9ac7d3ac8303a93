using System.Buffers.Text;
using System.Net;
using System.Text;
using ImageCloneOperator.Core.Credentials;

namespace ImageCloneOperator.Credentials.CloudIdentity;

/// <summary>
/// Azure Container Registry, by workload identity: the pod's token, for one of Entra, for one of the registry
/// (https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md).
/// </summary>
internal sealed class AzureCloud(CloudHttp http, CloudEnvironment environment, TimeProvider time) : ICloud
{
    private const string TokenFile = "AZURE_FEDERATED_TOKEN_FILE";
    private const string Entra = "Microsoft Entra";
    private const string Registry = "the registry's token exchange";
    private const string RegistryScope = "https://containerregistry.azure.net/.default";

    /// <summary>The user name that says that the password is a token.</summary>
    private const string TokenUser = "00000000-0000-0000-0000-000000000000";

    private static readonly TimeSpan UsualLife = TimeSpan.FromHours(1);

    /// <summary>A token serves for one registry.</summary>
    public string ScopeOf(string host) => host;

    public async Task<CloudToken> TokenAsync(string host, bool asksMetadata, CancellationToken cancellationToken)
    {
        if (environment.Find(TokenFile) is not { } file)
            throw new CloudIdentityException("the environment names no workload identity of Azure") { IsAbsent = true };
        var authority = environment.Endpoint(["AZURE_AUTHORITY_HOST"], "https://login.microsoftonline.com/");
        try
        {
            return await TokenAsync(host, file, authority, RegistryScope, cancellationToken);
        }
        catch (CloudIdentityException refused) when (IsOfScope(refused))
        {
            return await TokenAsync(host, file, authority, ResourceManagerScope(authority), cancellationToken);
        }
    }

    /// <summary>
    /// Some tenants know no audience of registries, and some registries take tokens of Azure Resource Manager's alone. Others may forbid
    /// those, for which reason they come second.
    /// </summary>
    private static bool IsOfScope(CloudIdentityException refused) =>
        refused.Code is "invalid_resource" or "invalid_scope" || refused is { Code: null, Status: HttpStatusCode.Unauthorized };

    private static string ResourceManagerScope(Uri authority) => authority.Host switch
    {
        "login.microsoftonline.us" => "https://management.core.usgovcloudapi.net/.default",
        "login.chinacloudapi.cn" or "login.partner.microsoftonline.cn" => "https://management.core.chinacloudapi.cn/.default",
        _ => "https://management.azure.com/.default",
    };

    private async Task<CloudToken> TokenAsync(
        string host, string file, Uri authority, string scope, CancellationToken cancellationToken)
    {
        var tenant = environment.Require("AZURE_TENANT_ID");
        var access = await PostAsync(Entra, new Uri(authority, $"{Uri.EscapeDataString(tenant)}/oauth2/v2.0/token"), new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = environment.Require("AZURE_CLIENT_ID"),
            ["scope"] = scope,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = await CloudEnvironment.ReadAsync(TokenFile, file, cancellationToken),
        }, cancellationToken);
        if (access.AccessToken is null) throw new CloudIdentityException($"{Entra} sent an answer without a token");
        var uri = new Uri($"https://{host}/oauth2/exchange");
        if (uri.IsLoopback) uri = new Uri($"http://{host}/oauth2/exchange");
        var answer = await PostAsync(Registry, uri, new()
        {
            ["grant_type"] = "access_token",
            ["service"] = host,
            ["tenant"] = tenant,
            ["access_token"] = access.AccessToken,
        }, cancellationToken);
        return answer.RefreshToken is { } token
            ? new CloudToken(new RegistryCredential { Username = TokenUser, Password = token }, End(token))
            : throw new CloudIdentityException($"{Registry} sent an answer without a token");
    }

    private async Task<OAuthToken> PostAsync(
        string what, Uri uri, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new FormUrlEncodedContent(form) };
        return CloudHttp.Read(what, await http.AskAsync(what, request, cancellationToken), CloudJsonContext.Default.OAuthToken);
    }

    private DateTimeOffset End(string token) =>
        token.Split('.') is [_, var payload, _]
        && Base64Url.IsValid(payload)
        && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload)) is var json
        && CloudHttp.Read(Registry, json, CloudJsonContext.Default.JwtEnd).Seconds is { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : time.GetUtcNow() + UsualLife;
}
