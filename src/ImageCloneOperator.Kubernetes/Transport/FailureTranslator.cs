using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Json;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Transport;

/// <summary>Says in one sentence why a request failed and which cluster it was for.</summary>
internal sealed class FailureTranslator(ObjectJson json, Uri server, string source, TimeProvider time)
{
    private const int MaxErrorBody = 1 << 20;
    private const int MaxQuoted = 200;

    /// <summary>
    /// Whether the exception tells of the connection or the answer: not a cancelled call, nor one that says it all already.
    /// </summary>
    public static bool Concerns(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        HttpRequestException or IOException or JsonException => true,
        _ => false,
    };

    public KubernetesConnectionException Translate(Exception exception, TimeSpan? timedOutAfter) => exception switch
    {
        JsonException => new($"{server} sent an answer that cannot be read: {exception.Message}", exception),
        OperationCanceledException when timedOutAfter is { } timeout =>
            Failure($"no answer within {timeout.TotalSeconds:0.#} s", "is the cluster running and its address right?", exception),
        _ => Failure(Reason(exception), Advice(exception), exception),
    };

    /// <summary>What the server said in its error.</summary>
    public async Task<KubernetesApiException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = await StatusAsync(response, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            status = status with { Message = $"unauthorized: {server} does not accept the credentials — {source}" };
        return new(status with { Code = (int)response.StatusCode }, RetryAfter(response.Headers.RetryAfter));
    }

    private KubernetesConnectionException Failure(string reason, string advice, Exception exception) =>
        new($"{reason}: {server} — {advice} {source}", exception);

    private static string Reason(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
                return Reason(socket);
        }
        return exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            ? $"no secure connection ({exception.InnerException?.Message ?? exception.Message})"
            : $"the connection broke ({exception.Message})";
    }

    private static string Reason(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "host not found",
        SocketError.ConnectionReset => "connection reset",
        _ => exception.Message,
    };

    private static string Advice(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            ? "does its certificate come from the certificate authority of the configuration?"
            : "is the cluster running?";

    private async Task<V1Status> StatusAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadLimitedAsync(response.Content, cancellationToken);
        try
        {
            if (JsonSerializer.Deserialize(body, json.TypeInfo<V1Status>()) is { Status: not null } status)
                return status;
        }
        catch (JsonException)
        {
            // A proxy in between, or a server that is only starting, answers in its own words.
        }
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MaxQuoted))).ReplaceLineEndings(" ").Trim();
        return new()
        {
            Reason = response.StatusCode.ToString(),
            Message = $"{server} answered {(int)response.StatusCode}: {text}".TrimEnd(' ', ':'),
        };
    }

    private static async Task<byte[]> ReadLimitedAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var body = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while (body.Length < MaxErrorBody && (read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            body.Write(buffer, 0, read);
        return body.ToArray();
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? TimeSpan.FromTicks(Math.Max(0, (date - time.GetUtcNow()).Ticks)) : null);
}
