using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Requests;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Testing.Registry;

/// <summary>Puts what counts, slows and damages between an endpoint and the connection.</summary>
internal static class AnswerShaping
{
    public static void Prepare(HttpContext context, RequestRecord record, RegistryQuirks quirks, FaultEffect? fault, TimeProvider time)
    {
        context.Request.Body = new RequestBodyStream(context.Request.Body, RequestShape(quirks, fault, time), record.CountIn);
        context.Response.Body = new ResponseBodyStream(context.Response.Body, ResponseShape(quirks, fault, time), record.CountOut);
        context.Response.OnStarting(() =>
        {
            AdjustHeaders(context, quirks, fault);
            record.Status = context.Response.StatusCode;
            return Task.CompletedTask;
        });
    }

    private static BodyShape? RequestShape(RegistryQuirks quirks, FaultEffect? fault, TimeProvider time) =>
        quirks.BytesPerSecond is null && fault is null or { CutRequestAfter: null, StallRequestAfter: null }
            ? null
            : new BodyShape(fault?.CutRequestAfter, fault?.StallRequestAfter, null, quirks.BytesPerSecond, time);

    private static BodyShape? ResponseShape(RegistryQuirks quirks, FaultEffect? fault, TimeProvider time) =>
        quirks.BytesPerSecond is null
            && fault is null or { CutResponseAfter: null, StallResponseAfter: null, FlipBitAt: null, ResponseBytesPerSecond: null }
            ? null
            : new BodyShape(
                fault?.CutResponseAfter,
                fault?.StallResponseAfter,
                fault?.FlipBitAt,
                fault?.ResponseBytesPerSecond ?? quirks.BytesPerSecond,
                time);

    private static void AdjustHeaders(HttpContext context, RegistryQuirks quirks, FaultEffect? fault)
    {
        var headers = context.Response.Headers;
        if (quirks.NoContentDigest)
            headers.Remove("Docker-Content-Digest");
        if (quirks.NoLengthOnHead && HttpMethods.IsHead(context.Request.Method))
            headers.ContentLength = null;
        if (quirks.RateLimit is { } limit)
        {
            headers["ratelimit-limit"] = limit.Limit;
            headers["ratelimit-remaining"] = limit.Remaining;
        }
        foreach (var (name, value) in fault?.Headers ?? new Dictionary<string, string>())
            headers[name] = value;
        foreach (var name in fault?.WithoutHeaders ?? [])
            headers.Remove(name);
    }
}
