using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.KubeApi.Http;

/// <summary>Writes whole answers.</summary>
internal static class Responses
{
    public static Task WriteJsonAsync(this HttpResponse response, int code, JsonNode body, CancellationToken cancellationToken) =>
        response.WriteBytesAsync(code, body.ToUtf8(), "application/json", cancellationToken);

    public static async Task WriteBytesAsync(
        this HttpResponse response, int code, ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellationToken)
    {
        response.StatusCode = code;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, cancellationToken);
    }
}
