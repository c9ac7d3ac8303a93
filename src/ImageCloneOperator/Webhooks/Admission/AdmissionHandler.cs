using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Kubernetes.Json;
using ImageCloneOperator.Webhooks.Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Webhooks.Admission;

/// <summary>
/// Answers the API server. Whatever goes wrong in here, the write is allowed as it is: webhooks are a convenience, and a cluster that
/// cannot start pods because of one is what nobody wants.
/// </summary>
internal sealed partial class AdmissionHandler(
    IEnumerable<IAdmissionWebhook> webhooks,
    WebhookCallers callers,
    WebhookMetrics metrics,
    TimeProvider time,
    ILogger<AdmissionHandler> logger)
{
    /// <summary>The API server gives up after two seconds, too.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    private static readonly JsonTypeInfo<AdmissionReview> Review = new ObjectJson(WebhookJsonContext.Default).TypeInfo<AdmissionReview>();

    private readonly Dictionary<string, IAdmissionWebhook> _webhooks = webhooks.ToDictionary(
        webhook => webhook.Path, StringComparer.Ordinal);

    public async Task HandleAsync(HttpContext http)
    {
        if (!_webhooks.TryGetValue(http.Request.Path.Value ?? "", out var webhook))
        {
            await SayAsync(http, StatusCodes.Status404NotFound, "there is no such webhook");
            return;
        }

        using var late = new CancellationTokenSource(Deadline, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, http.RequestAborted);
        try
        {
            await AnswerAsync(http, webhook, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The caller no longer waits for an answer.
            http.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext http, IAdmissionWebhook webhook, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        try
        {
            var request = await ReviewReader.ReadAsync(http, cancellationToken);
            var (response, result) = Judge(webhook, request);
            await http.Response.WriteAsJsonAsync(
                AdmissionReview.Of(Told(response) with { Uid = request.Uid }),
                Review,
                contentType: null,
                cancellationToken);
            metrics.Answered(webhook.Name, result, time.GetElapsedTime(begun));
        }
        catch (BadReviewException error)
        {
            metrics.Answered(webhook.Name, "Unreadable", time.GetElapsedTime(begun));
            await SayAsync(http, error.StatusCode, error.Message);
        }
    }

    /// <summary>Whoever reaches the port may ask about any namespace: a stranger is not told why.</summary>
    private AdmissionResponse Told(AdmissionResponse response) =>
        callers.AreKnown ? response : response with { AuditAnnotations = null };

    private (AdmissionResponse Response, string Result) Judge(IAdmissionWebhook webhook, AdmissionRequest request)
    {
        try
        {
            var response = webhook.Answer(request);
            var result = response.Result ?? (response.Patch is not null ? "Changed" : response.Allowed ? "Allowed" : "Denied");
            Log.Answered(logger, webhook.Name, request, result);
            return (response, result);
        }
        catch (Exception error)
        {
            Log.Failed(logger, error, webhook.Name, request);
            return (AdmissionResponse.AllowWith("image-clone-operator could not look at this; its log says why"), "Failed");
        }
    }

    private static async Task SayAsync(HttpContext http, int statusCode, string message)
    {
        http.Response.StatusCode = statusCode;
        await http.Response.WriteAsync(message + "\n", http.RequestAborted);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "Webhook {Webhook}: {Request}: {Result}")]
        public static partial void Answered(ILogger logger, string webhook, AdmissionRequest request, string result);

        [LoggerMessage(Level = LogLevel.Error, Message = "Webhook {Webhook} failed on {Request}, which is allowed as it is")]
        public static partial void Failed(ILogger logger, Exception error, string webhook, AdmissionRequest request);
    }
}
