using ImageCloneOperator.Testing.Registry.Auth;
using ImageCloneOperator.Testing.Registry.Storage;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol;

/// <summary>One request, with what its endpoint works on.</summary>
internal sealed record RegistryCall(
    HttpContext Context, RegistryRoute Route, Caller Caller, RegistryStore Store, RegistryQuirks Quirks, RegistryAddresses Addresses)
{
    public HttpRequest Request => Context.Request;

    public HttpResponse Response => Context.Response;

    public CancellationToken Aborted => Context.RequestAborted;

    public string Query(string name) => Request.Query[name].ToString();
}
