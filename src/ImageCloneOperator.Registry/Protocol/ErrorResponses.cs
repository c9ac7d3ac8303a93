using System.Net;
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
        var kind = KindOf(response.Status, codes, text);
        var detail =
            $"the registry answered {(int)response.Status} {response.Message.ReasonPhrase}{(text.Length == 0 ? "" : $" ({text})")}";
        var retryAt = kind == RegistryErrorKind.RateLimited ? RateLimits.RetryAt(response.Message, now) : null;
        return new RegistryException(kind, request.Operation, detail) { StatusCode = response.Status, RetryAt = retryAt, Codes = codes };
    }

    private static RegistryErrorKind KindOf(HttpStatusCode status, IReadOnlyList<string> codes, string text)
    {
        if (IsImmutableTag(codes, text)) return RegistryErrorKind.TagImmutable;
        if (codes.Contains("TOOMANYREQUESTS", StringComparer.OrdinalIgnoreCase)) return RegistryErrorKind.RateLimited;
        if (codes.Contains("DIGEST_INVALID") || codes.Contains("SIZE_INVALID")) return RegistryErrorKind.Corrupt;
        return status switch
        {
            HttpStatusCode.Unauthorized => RegistryErrorKind.Unauthorized,
            HttpStatusCode.Forbidden => RegistryErrorKind.Denied,
            HttpStatusCode.NotFound => RegistryErrorKind.NotFound,
            HttpStatusCode.TooManyRequests => RegistryErrorKind.RateLimited,
            HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => RegistryErrorKind.Conflict,
            HttpStatusCode.RequestTimeout => RegistryErrorKind.Unreachable,
            >= HttpStatusCode.InternalServerError => RegistryErrorKind.Unreachable,
            _ => RegistryErrorKind.Unsupported,
        };
    }

    /// <summary>ECR has a code of its own; others say it in words (Harbor, Quay, GAR).</summary>
    private static bool IsImmutableTag(IReadOnlyList<string> codes, string text) =>
        codes.Contains("ImageTagAlreadyExistsException") || codes.Contains("TAG_IMMUTABLE")
        || text.Contains("immutable", StringComparison.OrdinalIgnoreCase)
        || text.Contains("cannot be overwritten", StringComparison.OrdinalIgnoreCase);
}
