using ImageCloneOperator.DevCluster.Registry.Protocol;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.DevCluster.Registry.Auth;

internal sealed class NoAuthenticator : IAuthenticator
{
    public Caller Authenticate(HttpRequest request, RegistryRoute route, RegistryQuirks quirks) => Caller.Anyone;
}
