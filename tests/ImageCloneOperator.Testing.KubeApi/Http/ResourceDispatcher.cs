using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Operations;
using ImageCloneOperator.Testing.KubeApi.Operations.Reading;

namespace ImageCloneOperator.Testing.KubeApi.Http;

/// <summary>Sends a request for a resource to the operation it asks for.</summary>
internal sealed class ResourceDispatcher(
    GetHandler get, ListHandler list, WatchHandler watch, CreateHandler create, UpdateHandler update, PatchHandler patch,
    DeleteHandler delete, SubresourceHandler subresources)
{
    public Task DispatchAsync(ApiRequest request)
    {
        var resource = request.Resource;
        if (request.Subresource.Length > 0 && !resource.IsPart(request.Subresource, request.Verb))
            return subresources.HandleAsync(request);
        if (resource.IsVirtual) return subresources.ReviewAsync(request);
        if (!resource.Allows(request.Verb)) throw ApiError.MethodNotAllowed();
        if (resource.Namespaced && request.Namespace.Length == 0 && request.Verb is not ("list" or "watch"))
            throw ApiError.MethodNotAllowed();
        if (!resource.Namespaced && request.Namespace.Length > 0) throw ApiError.PageNotFound();
        return request.Verb switch
        {
            "get" => get.HandleAsync(request),
            "list" => list.HandleAsync(request),
            "watch" => watch.HandleAsync(request),
            "create" when request.Name.Length == 0 => create.HandleAsync(request),
            "update" when request.Name.Length > 0 => update.HandleAsync(request),
            "patch" when request.Name.Length > 0 => patch.HandleAsync(request),
            "delete" => delete.HandleAsync(request),
            "deletecollection" => delete.HandleCollectionAsync(request),
            _ => throw ApiError.MethodNotAllowed(),
        };
    }
}
