using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol.Listing;

/// <summary>Distribution specification, end-8: list tags, page by page where <c>n</c> asks for it.</summary>
internal sealed class TagsEndpoint : IEndpoint
{
    public Task HandleAsync(RegistryCall call)
    {
        if (!HttpMethods.IsGet(call.Request.Method) && !HttpMethods.IsHead(call.Request.Method))
            throw DistributionException.NotAllowed();
        var repository = call.Store.Find(call.Route.Repository) ?? throw DistributionException.NameUnknown(call.Route.Repository);
        var page = NamePage.Of(call, repository.Tags, $"/v2/{call.Route.Repository}/tags/list");
        return call.Response.WriteAsJsonAsync(
            new TagListBody(call.Route.Repository, page), RegistryJson.Default.TagListBody, cancellationToken: call.Aborted);
    }
}
