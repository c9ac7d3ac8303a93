using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Protocol.Content;
using ImageCloneOperator.Registry.Transport;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Protocol;

/// <summary>Turns a refusal into the failure that callers decide upon.</summary>
internal static class ErrorResponses
{
    public static RegistryException From(RegistryRequest request, RegistryResponse response, DateTimeOffset now)
    {
        var (codes, text) = ErrorDocument.Read(response.Body);
        var reason = RefusalReason.Of(response.Status, codes, text, !request.IsRead);
        var retryAt = reason.Kind == RegistryErrorKind.RateLimited ? RateLimits.RetryAt(response.Message, now) : null;
        var detail = $"the registry answered {(int)response.Status} "
            + $"{ShortText.OfForeign(response.Message.ReasonPhrase ?? "")}{Target(response)}"
            + $"{(text.Length == 0 ? "" : $" ({text})")}{(retryAt is null ? "" : $"; it is asked again from {retryAt:u} on")}";
        return new RegistryException(reason.Kind, request.Operation, detail, advice: reason.Advice)
        {
            StatusCode = response.Status,
            RetryAt = retryAt,
            Codes = codes,
        };
    }

    /// <summary>Where a redirect leads, without its query, which may be signed.</summary>
    private static string Target(RegistryResponse response) =>
        (int)response.Status / 100 == 3
        && response.Message.Headers.Location is { } location
        && Uri.TryCreate(response.Uri, location, out var to)
            ? $" to {ShortText.OfForeign(to.GetLeftPart(UriPartial.Path))}"
            : "";
}
