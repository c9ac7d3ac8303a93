using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol.Listing;

/// <summary>Docker's list of repositories, which the specification leaves out and people still ask for.</summary>
internal sealed class CatalogEndpoint : IEndpoint
{
    public Task HandleAsync(RegistryCall call) => call.Response.WriteAsJsonAsync(
        new CatalogBody(NamePage.Of(call, call.Store.RepositoryNames, "/v2/_catalog")),
        RegistryJson.Default.CatalogBody,
        cancellationToken: call.Aborted);
}
