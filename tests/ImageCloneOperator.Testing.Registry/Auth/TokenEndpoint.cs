using ImageCloneOperator.Testing.Registry.Protocol;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Auth;

/// <summary>Docker's token protocol: GET with Basic credentials, or OAuth2's POST with a password or a refresh token.</summary>
internal sealed class TokenEndpoint(Access access, TokenIssuer issuer, TokenServerOptions options) : IEndpoint
{
    public async Task HandleAsync(RegistryCall call)
    {
        var body = call.Request.Method switch
        {
            "GET" => Get(call),
            "POST" when !options.NoPost => await PostAsync(call),
            "POST" => throw new DistributionException(404, "UNSUPPORTED", "only GET is served"),
            _ => throw DistributionException.NotAllowed(),
        };
        await call.Response.WriteAsJsonAsync(body, RegistryJson.Default.TokenBody, cancellationToken: call.Aborted);
    }

    private TokenBody Get(RegistryCall call)
    {
        var header = call.Request.Headers.Authorization.ToString();
        var account = header.Length == 0 ? null : Basic(header) ?? throw Refused();
        return issuer.Issue(account, call.Request.Query["scope"].OfType<string>(), call.Query("offline_token") == "true");
    }

    private async Task<TokenBody> PostAsync(RegistryCall call)
    {
        var values = await call.Request.ReadFormAsync(call.Aborted);
        var account = values["grant_type"].ToString() switch
        {
            "password" => access.Find(values["username"].ToString(), values["password"].ToString()),
            "refresh_token" => issuer.AccountOf(values["refresh_token"].ToString()),
            _ => throw new DistributionException(400, "UNSUPPORTED", "grant_type is password or refresh_token"),
        };
        return issuer.Issue(account ?? throw Refused(), values["scope"].ToString().Split(' '), values["access_type"] == "offline");
    }

    private RegistryAccount? Basic(string header) =>
        BasicCredentials.Parse(header) is { } given ? access.Find(given.User, given.Password) : null;

    private static DistributionException Refused() => new(401, "UNAUTHORIZED", "incorrect username or password");
}
