using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Json;

namespace ImageCloneOperator.Kubernetes.Transport;

/// <summary>
/// Sends requests, tries again what may be tried again, and turns every failure into a <see cref="ClusterException"/>.
/// </summary>
internal sealed class ApiTransport(
    HttpClient http,
    ObjectJson json,
    RetryPolicy retry,
    FailureTranslator failures,
    ClientMetrics metrics,
    TimeSpan timeout,
    TimeProvider time)
{
    public async Task SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(request, cancellationToken);
    }

    public async Task<T> ReadAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(request, cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    /// <summary>The stream of an answer that has begun; it may stay open without end.</summary>
    public async Task<WatchStream<T>> WatchAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        new(await OpenAsync(request, cancellationToken), type, json, failures);

    /// <summary>An answer that has begun, and is no failure.</summary>
    public Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken) =>
        retry.RunAsync(request, () => WithinAsync(token => AttemptAsync(request, token), cancellationToken), cancellationToken);

    /// <summary>The object that an answer holds.</summary>
    public Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken) => WithinAsync(
        async token =>
        {
            await using var body = await response.Content.ReadAsStreamAsync(token);
            return await JsonSerializer.DeserializeAsync(body, type, token) ?? throw new JsonException("The answer is null.");
        },
        cancellationToken);

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await step(either.Token);
        }
        catch (Exception exception) when (FailureTranslator.Concerns(exception, cancellationToken))
        {
            throw failures.Translate(exception, deadline.IsCancellationRequested ? timeout : null);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(ApiRequest request, CancellationToken cancellationToken)
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
