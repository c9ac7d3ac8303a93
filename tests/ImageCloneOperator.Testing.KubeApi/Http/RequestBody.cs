using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Protobuf;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.KubeApi.Http;

/// <summary>Reads bodies, which may be JSON, YAML or protocol buffers.</summary>
internal static class RequestBody
{
    private const string Protobuf = "application/vnd.kubernetes.protobuf";
    private const int Limit = 3 * 1024 * 1024;

    /// <exception cref="ApiException">413 when larger than 3 MiB.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > Limit) throw ApiError.TooLarge(Limit);
        using var buffer = new MemoryStream((int)(request.ContentLength ?? 4096));
        var chunk = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            if (buffer.Length + read > Limit) throw ApiError.TooLarge(Limit);
            buffer.Write(chunk, 0, read);
        }

        return buffer.ToArray();
    }

    /// <summary>The body as JSON bytes, whatever it was written in.</summary>
    /// <exception cref="ApiException">415 for other media types.</exception>
    public static async Task<byte[]> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var type = MediaType.Parse(request.ContentType ?? "").Type;
        if (type is not ("" or "*/*" or "application/json" or "application/yaml" or Protobuf))
            throw ApiError.UnsupportedMediaType($"application/json, application/yaml, {Protobuf}");
        var body = await ReadAsync(request, cancellationToken);
        return type switch
        {
            Protobuf when body.Length > 0 => ProtobufDecoder.ToJson(body),
            "application/yaml" => Yaml.ToJson(body),
            _ => body,
        };
    }

    /// <exception cref="ApiException">400 when it is not a JSON object.</exception>
    public static JsonObject Parse(byte[] body, string kind, string version)
    {
        try
        {
            return Json.ParseObject(body);
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            throw ApiError.BadRequest($"{kind} in version \"{version}\" cannot be handled as a {kind}: {problem.Message}");
        }
    }
}
