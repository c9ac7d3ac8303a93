using System.Diagnostics;
using System.Globalization;

namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>
/// A span for each request, with OpenTelemetry's names for its attributes. Paths and queries are left out: those of redirects may be
/// signed, and so be credentials.
/// </summary>
internal sealed class RequestTracing(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        RegistryTracing.Source.HasListeners() ? SendTracedAsync(request, cancellationToken) : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> SendTracedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var span = RegistryTracing.Source.StartActivity(request.Method.Method, ActivityKind.Client);
        span?.SetTag("http.request.method", request.Method.Method)
            .SetTag("server.address", request.RequestUri!.Host)
            .SetTag("server.port", request.RequestUri.Port)
            .SetTag("http.request.body.size", request.Content?.Headers.ContentLength);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            span?.SetTag("http.response.status_code", (int)response.StatusCode)
                .SetTag("http.response.body.size", response.Content.Headers.ContentLength);
            // Others of 4xx are answers that a copy asks for: 401 brings a challenge, 404 says that a blob is to be sent.
            if ((int)response.StatusCode is 429 or >= 500) Fail(span, ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture));
            return response;
        }
        catch (Exception failure)
        {
            Fail(span, failure.GetType().FullName!);
            throw;
        }
    }

    private static void Fail(Activity? span, string type) => span?.SetTag("error.type", type).SetStatus(ActivityStatusCode.Error);
}
