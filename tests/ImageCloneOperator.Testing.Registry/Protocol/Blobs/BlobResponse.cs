using ImageCloneOperator.Testing.Registry.Storage.Content;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry.Protocol.Blobs;

/// <summary>A blob, or the range of it that was asked for (RFC 9110, section 14).</summary>
internal static class BlobResponse
{
    public static async Task SendAsync(RegistryCall call, string digest, IContent content)
    {
        var response = call.Response;
        response.ContentType = "application/octet-stream";
        response.Headers["Docker-Content-Digest"] = digest;
        response.Headers.ETag = $"\"{digest}\"";
        var range = ByteRange.Whole(content.Length);
        if (!call.Quirks.NoRanges)
        {
            response.Headers.AcceptRanges = "bytes";
            range = ByteRange.Parse(call.Request.Headers.Range, content.Length) ?? throw NotSatisfiable(content.Length);
        }
        if (range.IsPart)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {range.Offset}-{range.Offset + range.Count - 1}/{content.Length}";
        }
        response.ContentLength = range.Count;
        if (HttpMethods.IsGet(call.Request.Method))
            await content.CopyToAsync(response.Body, range.Offset, range.Count, call.Aborted);
    }

    private static DistributionException NotSatisfiable(long length) =>
        new(416, "SIZE_INVALID", "the range lies outside of the blob") { Headers = { ["Content-Range"] = $"bytes */{length}" } };
}
