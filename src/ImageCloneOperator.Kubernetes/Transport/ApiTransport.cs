using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Json;

namespace ImageCloneOperator.Kubernetes.Transport;

/// <summary>
/// Sends requests, tries again what may be tried again, and turns every failure into a <see cref="KubernetesException"/>.
/// </summary>
internal sealed class ApiTransport(
    HttpClient http,
    KubernetesJson json,
    RetryPolicy retry,
    FailureTranslator failures,
    ClientMetrics metrics,
    TimeSpan timeout,
    TimeProvider time)
{
    public Task SendAsync(ApiRequest request, CancellationToken cancellationToken) => AttemptAsync(
        request,
        async token =>
        {
            using var response = await OpenAsync(request, token);
            return true;
        },
        cancellationToken);

    public Task<T> ReadAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) => AttemptAsync(
        request,
        async token =>
        {
            using var response = await OpenAsync(request, token);
            await using var body = await response.Content.ReadAsStreamAsync(token);
            return await JsonSerializer.DeserializeAsync(body, type, token) ?? throw new JsonException("The answer is null.");
        },
        cancellationToken);

    /// <summary>The stream of an answer that has begun; it may stay open without end.</summary>
    public async Task<WatchStream<T>> WatchAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var response = await AttemptAsync(request, token => OpenAsync(request, token), cancellationToken);
        return new(response, type, json, failures);
    }

    private Task<T> AttemptAsync<T>(ApiRequest request, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken) =>
        retry.RunAsync(
            request,
            async () =>
            {
                using var deadline = new CancellationTokenSource(timeout, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
                try
                {
                    return await attempt(either.Token);
                }
                catch (Exception exception) when (FailureTranslator.Concerns(exception, cancellationToken))
                {
                    throw failures.Translate(exception, deadline.IsCancellationRequested ? timeout : null);
                }
            },
            cancellationToken);

    private async Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage(http);
        var started = time.GetTimestamp();
        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        finally
        {
            metrics.Record(request, response?.StatusCode, time.GetElapsedTime(started));
        }
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await failures.ReadAsync(response, cancellationToken);
    }
}
