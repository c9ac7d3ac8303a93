using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ImageCloneOperator.Benchmarks.Copying.Proxies;

/// <summary>
/// Stands before a registry: counts requests and bytes, delays each request, and breaks a connection in the middle of a body.
/// </summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _upstream = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
    });

    private readonly Uri _registry;
    private ProxyCounts _counts = new();

    private CountingProxy(Uri registry)
    {
        _registry = registry;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _app = builder.Build();
        ((IApplicationBuilder)_app).Run(ForwardAsync);
    }

    public string Host { get; private set; } = "";

    /// <summary>Added to each request.</summary>
    public TimeSpan Latency { get; set; }

    public ProxyCounts Counts => _counts;

    public static async Task<CountingProxy> StartAsync(Uri registry, CancellationToken cancellationToken)
    {
        var proxy = new CountingProxy(registry);
        await proxy._app.StartAsync(cancellationToken);
        proxy.Host = new Uri(((IApplicationBuilder)proxy._app).ServerFeatures.Get<IServerAddressesFeature>()!.Addresses.Single()).Authority;
        return proxy;
    }

    /// <summary>Begins to count anew, with a break to come or none.</summary>
    public ProxyCounts Reset(long? cutDownloadAt = null, long? cutUploadAt = null) =>
        _counts = new ProxyCounts { CutDownloadAt = cutDownloadAt, CutUploadAt = cutUploadAt };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _upstream.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var counts = _counts;
        counts.CountRequest(context.Request.Method);
        await Task.Delay(Latency, TimeProvider.System, context.RequestAborted);
        try
        {
            using var request = Translate(context, counts);
            using var response = await _upstream.SendAsync(request, context.RequestAborted);
            await AnswerAsync(context, response, counts);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort();
        }
    }

    private HttpRequestMessage Translate(HttpContext context, ProxyCounts counts)
    {
        var incoming = context.Request;
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = new HttpRequestMessage(new HttpMethod(incoming.Method), new Uri(_registry, path));
        if (incoming.ContentLength is > 0 || incoming.Headers.TransferEncoding.Count > 0)
            request.Content = new ProxiedContent(context, counts);
        foreach (var (name, values) in incoming.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
        return request;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage response, ProxyCounts counts)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            context.Response.Headers[name] = values.ToArray();
        context.Response.Headers.TransferEncoding = default;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        await PassAsync(
            body,
            context.Response.Body,
            counts.TakeDownloadCut(response.Content.Headers.ContentLength),
            counts.CountDown,
            context.RequestAborted);
    }

    /// <exception cref="IOException">The break has come.</exception>
    internal static async Task PassAsync(Stream from, Stream to, long? cutAt, Action<int> count, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            for (long passed = 0; (read = await from.ReadAsync(buffer, cancellationToken)) > 0; passed += read)
            {
                if (passed + read > cutAt)
                    throw new IOException("the break");
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                count(read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
