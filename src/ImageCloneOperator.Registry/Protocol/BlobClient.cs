using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ImageCloneOperator.Registry.Protocol.Content;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry.Protocol;

/// <summary>Reading blobs of one repository (distribution-spec, end-2).</summary>
internal sealed class BlobClient(RepositorySession repository)
{
    /// <returns>False also when the registry will not say: only a plain yes means that the blob is there.</returns>
    public async Task<bool> ExistsAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        using var response = await repository.SendAsync(
            repository.Read(HttpMethod.Head, $"blobs/{blob.Digest}", $"look for blob {blob.Digest}"), cancellationToken);
        return response.Status == HttpStatusCode.OK && (response.Message.Content.Headers.ContentLength ?? blob.Size) == blob.Size;
    }

    /// <summary>Reads a small blob whole, such as an image's configuration.</summary>
    public async Task<byte[]> ReadAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        var request = repository.Read(HttpMethod.Get, $"blobs/{blob.Digest}", $"read blob {blob.Digest}") with
        {
            BodyLimit = (int)blob.Size,
        };
        using var response = await repository.SendAsync(request, [HttpStatusCode.OK], cancellationToken);
        return response.Body;
    }

    /// <summary>Opens a blob at an offset. Registries that ignore ranges are read from the start, and the bytes before dropped.</summary>
    public async Task<BlobBody> OpenAsync(Descriptor blob, long offset, CancellationToken cancellationToken)
    {
        var request = repository.Read(HttpMethod.Get, $"blobs/{blob.Digest}", $"read blob {blob.Digest}") with
        {
            Range = offset > 0 ? new RangeHeaderValue(offset, null) : null,
        };
        var response = await repository.SendAsync(request, [HttpStatusCode.OK, HttpStatusCode.PartialContent], cancellationToken);
        try
        {
            if (IsEncoded(response, blob) && response.Status == HttpStatusCode.PartialContent)
            {
                // A part of a compressed body cannot be decompressed.
                response.Dispose();
                response = await repository.SendAsync(request with { Range = null }, [HttpStatusCode.OK], cancellationToken);
            }

            var isEncoded = IsEncoded(response, blob);
            var start = isEncoded ? 0 : StartOf(response, blob, offset, request);
            var stream = isEncoded
                ? await ContentDecoding.OpenAsync(response.Message, cancellationToken)
                : await response.Message.Content.ReadAsStreamAsync(cancellationToken);
            return new BlobBody(response, stream) { Skip = offset - start };
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Storage may keep a compressed layer under the encoding that it was compressed with: its size says that it is the layer itself.
    /// </summary>
    private static bool IsEncoded(RegistryResponse response, Descriptor blob)
    {
        var headers = response.Message.Content.Headers;
        return ContentDecoding.IsEncoded(response.Message) && (headers.ContentRange?.Length ?? headers.ContentLength) != blob.Size;
    }

    private static long StartOf(RegistryResponse response, Descriptor blob, long offset, RegistryRequest request)
    {
        var headers = response.Message.Content.Headers;
        if (response.Status == HttpStatusCode.OK)
            return headers.ContentLength is { } length && length != blob.Size ? throw WrongSize(request, blob, length) : 0;
        var range = headers.ContentRange;
        if (range?.Length is { } total && total != blob.Size) throw WrongSize(request, blob, total);
        return range?.From == offset
            ? offset
            : throw new RegistryException(
                RegistryErrorKind.Corrupt, request.Operation, $"asked from byte {offset}, the registry sent the range {range}");
    }

    private static RegistryException WrongSize(RegistryRequest request, Descriptor blob, long size) => new(
        RegistryErrorKind.Corrupt,
        request.Operation,
        string.Create(CultureInfo.InvariantCulture, $"the registry holds {size} bytes and the manifest says {blob.Size}"));
}
