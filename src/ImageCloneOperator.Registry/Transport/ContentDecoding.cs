using System.IO.Compression;

namespace ImageCloneOperator.Registry.Transport;

/// <summary>
/// Undoes a Content-Encoding that was not asked for: what stands before a registry may compress all the same (RFC 9110, 8.4).
/// </summary>
internal static class ContentDecoding
{
    public static bool IsEncoded(HttpResponseMessage response) => EncodingOf(response) is not ("" or "identity");

    public static async Task<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        Open(EncodingOf(response), await response.Content.ReadAsStreamAsync(cancellationToken));

    /// <summary>Bytes that are not encoded as it is said are left as they are: their digest decides.</summary>
    /// <returns>None when they are more than the limit.</returns>
    public static byte[]? Decode(HttpResponseMessage response, byte[] body, int limit)
    {
        if (!IsEncoded(response)) return body;
        try
        {
            using var stream = Open(EncodingOf(response), new MemoryStream(body));
            var decoded = new byte[limit + 1];
            var length = stream.ReadAtLeast(decoded, decoded.Length, throwOnEndOfStream: false);
            return length > limit ? null : decoded[..length];
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            return body;
        }
    }

    private static Stream Open(string encoding, Stream body) => encoding switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        _ => body,
    };

    private static string EncodingOf(HttpResponseMessage response) =>
        string.Join(',', response.Content.Headers.ContentEncoding).Trim().ToLowerInvariant();
}
