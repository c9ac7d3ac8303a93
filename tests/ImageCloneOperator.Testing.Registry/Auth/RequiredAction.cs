using ImageCloneOperator.Testing.Registry.Protocol;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Auth;

/// <summary>What a request needs to be allowed.</summary>
internal static class RequiredAction
{
    public static string Of(HttpRequest request, RegistryRoute route)
    {
        if (route.Kind == RequestKind.Upload)
            return Access.Push;
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? Access.Pull : Access.Push;
    }

    public static Exception Denied(RegistryRoute route) =>
        new DistributionException(403, "DENIED", "requested access to the resource is denied", route.Repository);
}
