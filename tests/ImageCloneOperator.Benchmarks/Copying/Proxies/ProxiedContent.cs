using System.Net;
using Microsoft.AspNetCore.Http;

namespace ImageCloneOperator.Benchmarks.Copying.Proxies;

/// <summary>A request's body on its way through the proxy.</summary>
internal sealed class ProxiedContent(HttpContext context, ProxyCounts counts) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? transport) =>
        CountingProxy.PassAsync(
            context.Request.Body, stream, counts.TakeUploadCut(context.Request.ContentLength), counts.CountUp, context.RequestAborted);

    protected override bool TryComputeLength(out long length)
    {
        length = context.Request.ContentLength ?? 0;
        return context.Request.ContentLength is not null;
    }
}
