using System.Buffers;
using System.Net;

namespace ImageCloneOperator.Registry.Transport;

/// <summary>Reads small bodies whole and refuses large ones.</summary>
internal static class BoundedBody
{
    public static async Task<byte[]> ReadAsync(
        HttpResponseMessage response, int limit, RegistryOperation operation, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > limit) throw TooLarge(limit, operation);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var whole = new MemoryStream((int)(response.Content.Headers.ContentLength ?? 4096));
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                if (whole.Length + read > limit) throw TooLarge(limit, operation);
                whole.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var content = whole.Capacity == whole.Length ? whole.GetBuffer() : whole.ToArray();
        return ContentDecoding.Decode(response, content, limit) ?? throw TooLarge(limit, operation);
    }

    /// <summary>The beginning of a body, such as an error's text.</summary>
    public static async Task<byte[]> ReadStartAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[limit];
        var length = await body.ReadAtLeastAsync(buffer, limit, throwOnEndOfStream: false, cancellationToken);
        return ContentDecoding.Decode(response, buffer[..length], limit) ?? [];
    }

    private static RegistryException TooLarge(int limit, RegistryOperation operation) =>
        new(
            RegistryErrorKind.Unsupported,
            operation,
            $"the answer is larger than {(limit < 1024 ? $"{limit} bytes" : $"{limit / 1024} KiB")}")
        {
            StatusCode = HttpStatusCode.OK,
        };
}
