using System.Net.Http.Headers;
using ImageCloneOperator.Testing.Registry.Protocol;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Auth;

/// <summary>Bearer tokens, each good for the scopes that it was issued with.</summary>
internal sealed class TokenAuthenticator(TokenIssuer issuer, TokenServerOptions options, Func<Uri> tokenAddress) : IAuthenticator
{
    public Caller Authenticate(HttpRequest request, RegistryRoute route, RegistryQuirks quirks)
    {
        var token = TokenOf(request);
        var grant = token is null ? null : issuer.Find(token);
        if (grant is null)
            throw Challenge(request, route, token is null ? null : "invalid_token");
        if (route.Repository.Length > 0 && !grant.Allows(route.Repository, RequiredAction.Of(request, route)))
            throw quirks.ForbidsInsufficientScope ? RequiredAction.Denied(route) : Challenge(request, route, "insufficient_scope");
        return new Caller(grant.Allows, AllowsEverything: false);
    }

    private static string? TokenOf(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var value)
        && "Bearer".Equals(value.Scheme, StringComparison.OrdinalIgnoreCase)
            ? value.Parameter
            : null;

    private static string ScopeOf(HttpRequest request, RegistryRoute route)
    {
        var actions = RequiredAction.Of(request, route) == Access.Push ? "pull,push" : "pull";
        var scope = $"repository:{route.Repository}:{actions}";
        return request.Query["from"].ToString() is { Length: > 0 } source ? $"{scope} repository:{source}:pull" : scope;
    }

    private DistributionException Challenge(HttpRequest request, RegistryRoute route, string? error)
    {
        var challenge = $"Bearer realm=\"{options.Realm ?? tokenAddress().AbsoluteUri}\",service=\"{options.Service}\"";
        if (route.Repository.Length > 0)
            challenge += $",scope=\"{ScopeOf(request, route)}\"";
        if (error is not null)
            challenge += $",error=\"{error}\"";
        return new(401, "UNAUTHORIZED", "authentication required") { Headers = { ["WWW-Authenticate"] = challenge } };
    }
}
