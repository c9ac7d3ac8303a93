using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol;

internal sealed class PingEndpoint : IEndpoint
{
    public Task HandleAsync(RegistryCall call)
    {
        call.Response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
        return call.Response.WriteAsJsonAsync(new object(), call.Aborted);
    }
}
