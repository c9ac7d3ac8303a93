using ImageCloneOperator.Testing.Registry.Protocol;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Auth;

internal sealed class NoAuthenticator : IAuthenticator
{
    public Caller Authenticate(HttpRequest request, RegistryRoute route, RegistryQuirks quirks) => Caller.Anyone;
}
