using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ImageCloneOperator.Webhooks.Admission;

/// <summary>Reads an AdmissionReview from a request, within bounds.</summary>
internal static class ReviewReader
{
    /// <summary>In bytes. An object in etcd has at most 1.5 MiB, a question has two of them.</summary>
    private const long MaxBody = 8 << 20;

    /// <exception cref="BadReviewException">It is none.</exception>
    public static async Task<AdmissionRequest> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
            throw new BadReviewException(StatusCodes.Status405MethodNotAllowed, "send an AdmissionReview with POST");
        if (!http.Request.HasJsonContentType())
            throw new BadReviewException(StatusCodes.Status415UnsupportedMediaType, "the content type must be application/json");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBody;

        var review = await ParseAsync(http.Request.Body, cancellationToken);
        if (review is not { ApiVersion: AdmissionReview.V1, Kind: AdmissionReview.KindName })
        {
            throw new BadReviewException(
                StatusCodes.Status400BadRequest, $"the body is no {AdmissionReview.KindName} of {AdmissionReview.V1}");
        }

        return review.Request is { Uid.Length: > 0 } request
            ? request
            : throw new BadReviewException(StatusCodes.Status400BadRequest, "the AdmissionReview has no request with a uid");
    }

    private static async Task<AdmissionReview?> ParseAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(body, WebhookJsonContext.Default.AdmissionReview, cancellationToken);
        }
        catch (JsonException error)
        {
            throw new BadReviewException(
                StatusCodes.Status400BadRequest, "the body is no AdmissionReview: it is not JSON, or a field is of the wrong type", error);
        }
        catch (BadHttpRequestException error)
        {
            var message = error.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"the body has more than {MaxBody >> 20} MiB"
                : "the request broke off";
            throw new BadReviewException(error.StatusCode, message, error);
        }
    }
}
