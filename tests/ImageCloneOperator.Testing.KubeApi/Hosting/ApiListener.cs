using System.Net;
using ImageCloneOperator.Testing.KubeApi.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace ImageCloneOperator.Testing.KubeApi.Hosting;

/// <summary>HTTPS on loopback; what it serves outlives it.</summary>
internal sealed class ApiListener : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();

    private ApiListener(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = new("https://127.0.0.1");

    public static async Task<ApiListener> StartAsync(
        int port, ClusterCertificates certificates, ApiRouter router, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, port, certificates));
        var listener = new ApiListener(builder.Build());
        listener._app.Run(http => listener.ServeAsync(http, router));
        await listener._app.StartAsync(cancellationToken);
        var address = listener._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        listener.Url = new Uri(address);
        return listener;
    }

    /// <summary>Breaks every connection, as when the machine is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task ServeAsync(Microsoft.AspNetCore.Http.HttpContext http, ApiRouter router)
    {
        await using var registration = _stopping.Token.UnsafeRegister(
            static state => ((Microsoft.AspNetCore.Http.HttpContext)state!).Abort(), http);
        await router.HandleAsync(http);
    }

    private static void Configure(KestrelServerOptions kestrel, int port, ClusterCertificates certificates)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxRequestBodySize = null;
        // One client's watches share one connection.
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = certificates.Server;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => certificates.Signed(certificate);
        }));
    }
}
