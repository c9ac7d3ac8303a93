using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Http;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Admission;

/// <summary>Sends an AdmissionReview to a webhook and judges its answer.</summary>
internal sealed class WebhookCaller(Cluster cluster, WebhookClients clients)
{
    /// <summary>The JSON patch that a mutating webhook answers with, if any.</summary>
    /// <exception cref="ApiException">The webhook refuses, or cannot be asked and fails closed.</exception>
    public async Task<JsonArray?> AskAsync(Webhook webhook, ApiRequest request, string operation, JsonObject? old, JsonObject? obj)
    {
        if (request.DryRun && webhook.HasSideEffects)
            throw ApiError.BadRequest($"admission webhook \"{webhook.Name}\" does not support dry run");
        var review = AdmissionReview.Build(webhook.As, request, operation, old, obj);
        JsonObject response;
        try
        {
            response = await PostAsync(webhook, review, request.Cancelled);
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException or JsonException or FormatException
            && !request.Cancelled.IsCancellationRequested)
        {
            if (webhook.FailsOpen) return null;
            throw ApiError.Internal($"failed calling webhook \"{webhook.Name}\": failed to call webhook: {Describe(problem)}");
        }

        foreach (var warning in response.Texts("warnings")) request.Warn(warning);
        if (!response.Flag("allowed")) throw Denied(webhook, response);
        return Patch(response);
    }

    private async Task<JsonObject> PostAsync(Webhook webhook, JsonObject review, CancellationToken cancellationToken)
    {
        var (client, uri) = clients.For(webhook.Configuration);
        using var timeout = new CancellationTokenSource(webhook.Timeout, cluster.Clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var separator = uri.Query.Length == 0 ? '?' : '&';
        using var message = new HttpRequestMessage(HttpMethod.Post, $"{uri}{separator}timeout={(int)webhook.Timeout.TotalSeconds}s")
        {
            Content = new ByteArrayContent(review.ToUtf8()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        using var answer = await client.SendAsync(message, ended.Token);
        answer.EnsureSuccessStatusCode();
        var body = Json.ParseObject(await answer.Content.ReadAsByteArrayAsync(ended.Token));
        if (body.Text("response", "uid") != review.Text("request", "uid"))
            throw new FormatException("expected response.uid to be that of the request");
        return (JsonObject)body["response"]!;
    }

    private static ApiException Denied(Webhook webhook, JsonObject response)
    {
        var message = response.Text("status", "message") is { Length: > 0 } given ? given : response.Text("status", "reason");
        var code = (int)response.Number("status", "code");
        var text = message.Length > 0 ? $"denied the request: {message}" : "denied the request without explanation";
        return new ApiException(
            code is >= 400 and < 600 ? code : 400,
            response.Text("status", "reason"),
            $"admission webhook \"{webhook.Name}\" {text}",
            response.At("status", "details") as JsonObject);
    }

    private static JsonArray? Patch(JsonObject response) =>
        response.Text("patch") is { Length: > 0 } patch ? JsonNode.Parse(Convert.FromBase64String(patch)) as JsonArray : null;

    private static string Describe(Exception problem) =>
        problem is OperationCanceledException ? "context deadline exceeded" : problem.InnerException?.Message ?? problem.Message;
}
