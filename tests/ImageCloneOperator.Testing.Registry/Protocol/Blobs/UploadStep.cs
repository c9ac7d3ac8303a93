using ImageCloneOperator.Testing.Registry.Storage;
using ImageCloneOperator.Testing.Registry.Storage.Content;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol.Blobs;

/// <summary>A request to a session that is under way.</summary>
internal static class UploadStep
{
    public static Task HandleAsync(RegistryCall call, UploadSession session) => call.Request.Method switch
    {
        "PATCH" => AppendAsync(call, session),
        "PUT" => FinishAsync(call, session),
        "GET" => Tell(call, session, StatusCodes.Status204NoContent),
        "DELETE" => Cancel(call, session),
        _ => throw DistributionException.NotAllowed(),
    };

    public static async Task FinishAsync(RegistryCall call, UploadSession session)
    {
        var digest = call.Query("digest");
        if (!ContentDigest.IsValid(digest))
            throw DistributionException.DigestInvalid(digest);
        CheckRange(call, session);
        await session.AppendAsync(call.Request.Body, call.Aborted);
        var whole = await call.Store.FinishAsync(session, digest, call.Aborted);
        call.Store.EndUpload(session);
        if (!whole)
            throw DistributionException.DigestInvalid(digest);
        UploadStart.BlobCreated(call, digest);
    }

    private static async Task AppendAsync(RegistryCall call, UploadSession session)
    {
        CheckRange(call, session);
        await session.AppendAsync(call.Request.Body, call.Aborted);
        UploadLocation.Accept(call, session);
    }

    private static Task Tell(RegistryCall call, UploadSession session, int status)
    {
        UploadLocation.Accept(call, session);
        call.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task Cancel(RegistryCall call, UploadSession session)
    {
        call.Store.EndUpload(session);
        call.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>
    /// A chunk begins where the last one ended, and is as long as it says; one without Content-Range is taken as it comes.
    /// </summary>
    private static void CheckRange(RegistryCall call, UploadSession session)
    {
        var header = call.Request.Headers.ContentRange.ToString();
        if (header.Length == 0)
            return;
        if (ContentRange.TryParse(header, out var first, out var last)
            && first == session.Length
            && (call.Request.ContentLength is not { } length || length == last - first + 1))
            return;
        UploadLocation.Accept(call, session);
        throw new DistributionException(
            416, "BLOB_UPLOAD_INVALID", "the chunk does not begin where the upload ends", $"{header} after {session.Length} bytes");
    }
}
