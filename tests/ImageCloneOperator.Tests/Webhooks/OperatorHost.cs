using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImageCloneOperator.Hosting;
using ImageCloneOperator.Options;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Tests.Webhooks;

/// <summary>The whole operator in this process, on free ports.</summary>
internal static class OperatorHost
{
    /// <param name="cluster">Where it works.</param>
    /// <param name="pod">Its name among several, of which one leads.</param>
    /// <param name="clientCa">The file with the authorities of those who may ask its webhooks.</param>
    public static async Task<WebApplication> StartAsync(LiveCluster cluster, string? pod = null, string? clientCa = null)
    {
        var loopback = new BindAddress(IPAddress.Loopback, 0);
        var options = new RunOptions
        {
            Http = loopback,
            Webhook = loopback,
            WebhookClientCa = clientCa,
            LeaderElect = pod is not null,
            LogLevel = LogLevel.Error,
            Namespace = "image-clone-system",
            PodName = pod ?? "test",
        };
        var app = OperatorApplication.Create(options, cluster.Configuration);
        await app.StartAsync();
        return app;
    }

    public static Uri Address(WebApplication app, string scheme) =>
        app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address))
            .Single(address => address.Scheme == scheme);

    /// <summary>Where webhooks are served, under the name that API servers call.</summary>
    public static Uri Webhooks(WebApplication app) => new($"https://{Certificates.Handshake.Host}:{Address(app, "https").Port}");

    /// <summary>Waits until it is ready.</summary>
    /// <param name="cluster">Its cluster.</param>
    /// <param name="app">The operator.</param>
    /// <param name="certificate">What the client shows; null for none.</param>
    public static async Task<HttpClient> ClientAsync(LiveCluster cluster, WebApplication app, X509Certificate2? certificate = null)
    {
        using var http = new HttpClient();
        await Eventually.True(async () => (await http.GetAsync(new Uri(Address(app, "http"), "readyz"))).IsSuccessStatusCode);
        return Client((await cluster.GetAsync<V1Secret>("image-clone-operator-webhook-tls", "image-clone-system"))!, certificate);
    }

    /// <summary>As an API server, which knows the Service's name and trusts the bundle alone.</summary>
    private static HttpClient Client(V1Secret secret, X509Certificate2? certificate)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPem(Encoding.ASCII.GetString(secret.Data!["ca.crt"]));
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust }, ConnectCallback = ConnectAsync };
        if (certificate is not null) handler.SslOptions.ClientCertificates = [certificate];
        return new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20 };
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
