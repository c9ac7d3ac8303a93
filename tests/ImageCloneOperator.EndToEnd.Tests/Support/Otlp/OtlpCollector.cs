using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.EndToEnd.Tests.Support.Otlp;

/// <summary>Receives OTLP over HTTP with protobuf bodies (opentelemetry-proto: collector/trace/v1 and collector/metrics/v1).</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapPost("/v1/{signal}", ReceiveAsync);
    }

    public string Endpoint => _server.Urls.Single();

    public IReadOnlyList<OtlpSpan> Spans =>
    [
        .. from request in Requests("traces")
           from resource in request.Messages(1)
           from scope in resource.Messages(2)
           from span in scope.Messages(2)
           select Span(scope.Messages(1).Single().Text(1), span),
    ];

    public IReadOnlySet<string> Metrics => (
        from request in Requests("metrics")
        from resource in request.Messages(1)
        from scope in resource.Messages(2)
        from metric in scope.Messages(2)
        select metric.Text(1)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The attributes of whoever sends spans.</summary>
    public IReadOnlyDictionary<string, string> Resource =>
        Attributes(Requests("traces").First().Messages(1).First().Messages(1).Single().Messages(1));

    /// <summary>All bodies as they came, their texts among the bytes.</summary>
    public string Raw => string.Concat(_received.Select(request => Encoding.Latin1.GetString(request.Body)));

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._server.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (http.Request.ContentType == "application/x-protobuf") _received.Enqueue((http.Request.Path, body.ToArray()));
        else http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
    }

    private IEnumerable<ProtobufMessage> Requests(string signal) =>
        _received.Where(request => request.Path == $"/v1/{signal}").Select(request => new ProtobufMessage(request.Body));

    private static OtlpSpan Span(string source, ProtobufMessage span) => new(
        source,
        Convert.ToHexStringLower(span.Bytes(1).Span),
        Convert.ToHexStringLower(span.Bytes(2).Span),
        Convert.ToHexStringLower(span.Bytes(4).Span),
        span.Text(5),
        span.Messages(15).Any(status => status.Number(3) == 2),
        Attributes(span.Messages(9)));

    private static Dictionary<string, string> Attributes(IEnumerable<ProtobufMessage> attributes) =>
        attributes.ToDictionary(attribute => attribute.Text(1), attribute => Value(attribute.Messages(2).Single()), StringComparer.Ordinal);

    private static string Value(ProtobufMessage value) =>
        value.Has(1) ? value.Text(1) : value.Number(value.Has(2) ? 2 : 3).ToString(CultureInfo.InvariantCulture);
}
