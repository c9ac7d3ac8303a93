using ImageCloneOperator.Testing.Registry.Storage.Content;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol.Blobs;

/// <summary>POST to <c>/blobs/uploads/</c>: a mount, a whole blob, or the begin of a session.</summary>
internal static class UploadStart
{
    public static Task HandleAsync(RegistryCall call)
    {
        if (call.Query("mount") is { Length: > 0 } digest && TryMount(call, digest))
            return Task.CompletedTask;
        var session = call.Store.StartUpload(call.Route.Repository);
        if (call.Query("digest").Length > 0)
            return UploadStep.FinishAsync(call, session);
        UploadLocation.Accept(call, session);
        if (call.Quirks.ChunkMinLength is { } length)
            call.Response.Headers["OCI-Chunk-Min-Length"] = length.ToString();
        return Task.CompletedTask;
    }

    private static bool TryMount(RegistryCall call, string digest)
    {
        if (!ContentDigest.IsValid(digest))
            throw DistributionException.DigestInvalid(digest);
        if (call.Quirks.MountRefusal is { } status)
            throw new DistributionException(status, status == 405 ? "UNSUPPORTED" : "DENIED", "mounting is not possible here");
        if (call.Quirks.NoMounts || !IsMountable(call, digest))
            return false;
        call.Store.GetOrAdd(call.Route.Repository).LinkBlob(digest);
        BlobCreated(call, digest);
        return true;
    }

    /// <summary>Without a source every repository serves, but only for whoever may read them all.</summary>
    private static bool IsMountable(RegistryCall call, string digest) => call.Query("from") is { Length: > 0 } source
        ? call.Caller.Allows(source, "pull") && call.Store.FindBlob(source, digest) is not null
        : call.Caller.AllowsEverything && call.Store.HasBlobAnywhere(digest);

    internal static void BlobCreated(RegistryCall call, string digest)
    {
        call.Response.StatusCode = StatusCodes.Status201Created;
        call.Response.Headers.Location = $"/v2/{call.Route.Repository}/blobs/{digest}";
        call.Response.Headers["Docker-Content-Digest"] = digest;
    }
}
