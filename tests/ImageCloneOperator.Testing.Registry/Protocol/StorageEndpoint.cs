using ImageCloneOperator.Testing.Registry.Protocol.Blobs;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol;

/// <summary>Object storage with signed addresses: as S3 and Azure do, it refuses a request that carries other credentials too.</summary>
internal sealed class StorageEndpoint : IEndpoint
{
    public Task HandleAsync(RegistryCall call)
    {
        if (call.Request.Headers.Authorization.Count > 0)
            throw new DistributionException(400, "DENIED", "only one authentication mechanism is allowed");
        if (!HttpMethods.IsGet(call.Request.Method) || call.Query("signature").Length == 0)
            throw new DistributionException(403, "DENIED", "the address is not signed");
        var content = call.Store.FindBlob(call.Route.Repository, call.Route.Reference)
            ?? throw DistributionException.BlobUnknown(call.Route.Reference);
        return BlobResponse.SendAsync(call, call.Route.Reference, content);
    }
}
