using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;

namespace ImageCloneOperator.Testing.KubeApi.Operations.Reading;

/// <summary>GET of one object.</summary>
internal sealed class GetHandler(Cluster cluster, ObjectResponder responder)
{
    public Task HandleAsync(ApiRequest request)
    {
        var found = cluster.Find(request.Resource, request.Namespace, request.Name)
            ?? throw ApiError.NotFound(request.Resource, request.Name);
        return responder.WriteAsync(request, found, 200);
    }
}
