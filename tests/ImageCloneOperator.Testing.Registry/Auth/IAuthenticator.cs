using ImageCloneOperator.Testing.Registry.Protocol;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Auth;

/// <summary>Finds out who is calling, or refuses.</summary>
internal interface IAuthenticator
{
    /// <exception cref="DistributionException">401 or 403.</exception>
    Caller Authenticate(HttpRequest request, RegistryRoute route, RegistryQuirks quirks);
}
