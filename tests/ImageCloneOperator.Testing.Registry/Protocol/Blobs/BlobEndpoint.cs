using ImageCloneOperator.Testing.Registry.Storage.Content;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol.Blobs;

/// <summary>Distribution specification, end-2 and end-10: pull, test and delete a blob.</summary>
internal sealed class BlobEndpoint : IEndpoint
{
    public async Task HandleAsync(RegistryCall call)
    {
        var digest = call.Route.Reference;
        if (!ContentDigest.IsValid(digest))
            throw DistributionException.DigestInvalid(digest);
        if (HttpMethods.IsDelete(call.Request.Method))
            Delete(call, digest);
        else if (!HttpMethods.IsGet(call.Request.Method) && !HttpMethods.IsHead(call.Request.Method))
            throw DistributionException.NotAllowed();
        else if (call.Store.FindBlob(call.Route.Repository, digest) is not { } content)
            throw DistributionException.BlobUnknown(digest);
        else if (call.Quirks.RedirectBlobs && HttpMethods.IsGet(call.Request.Method))
            Redirect(call, digest);
        else
            await BlobResponse.SendAsync(call, digest, content);
    }

    private static void Redirect(RegistryCall call, string digest) =>
        call.Response.Redirect(
            new Uri(
                call.Addresses.Storage,
                $"{RegistryRoute.StoragePath}{call.Route.Repository}/{digest}?signature={Guid.NewGuid():N}").AbsoluteUri,
            permanent: false, preserveMethod: true);

    private static void Delete(RegistryCall call, string digest)
    {
        if (!call.Store.DeleteBlob(call.Route.Repository, digest))
            throw DistributionException.BlobUnknown(digest);
        call.Response.StatusCode = StatusCodes.Status202Accepted;
    }
}
