using ImageCloneOperator.Testing.Registry.Protocol;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Auth;

internal sealed class BasicAuthenticator(Access access) : IAuthenticator
{
    public Caller Authenticate(HttpRequest request, RegistryRoute route, RegistryQuirks quirks)
    {
        var account = BasicCredentials.Parse(request.Headers.Authorization) is { } given ? access.Find(given.User, given.Password) : null;
        var action = RequiredAction.Of(request, route);
        if (route.Repository.Length == 0 ? account is null : !access.Allows(account, route.Repository, action))
            throw account is null ? Challenge() : RequiredAction.Denied(route);
        return new Caller((repository, wanted) => access.Allows(account, repository, wanted), access.Allows(account, "*", Access.Pull));
    }

    private static DistributionException Challenge() =>
        new(401, "UNAUTHORIZED", "authentication required") { Headers = { ["WWW-Authenticate"] = "Basic realm=\"dev-registry\"" } };
}
