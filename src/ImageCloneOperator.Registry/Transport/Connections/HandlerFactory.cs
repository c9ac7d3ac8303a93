using System.Net;
using System.Net.Sockets;

namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>Makes HTTP handlers that do nothing by themselves: no redirects, no decompression, no cookies.</summary>
internal static class HandlerFactory
{
    /// <summary>A host that does not answer to <c>Expect: 100-continue</c> gets the body after this.</summary>
    private static readonly TimeSpan ContinueTimeout = TimeSpan.FromSeconds(1);

    /// <param name="settings">Certificate authorities.</param>
    /// <param name="options">Timeouts and proxy.</param>
    /// <param name="time">What certificates are checked against.</param>
    /// <param name="guarded">Never connect to link-local addresses, whatever a name resolves to.</param>
    public static HttpMessageInvoker Create(RegistryHostSettings settings, RegistryClientOptions options, TimeProvider time, bool guarded)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.ConnectTimeout,
            Expect100ContinueTimeout = ContinueTimeout,
            Proxy = options.Proxy,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = new CertificateTrust(settings.CertificateAuthorityPem, time).Check;
        if (guarded) handler.ConnectCallback = ConnectGuardedAsync;
        return new HttpMessageInvoker(new RequestTracing(handler));
    }

    private static async ValueTask<Stream> ConnectGuardedAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = Array.FindAll(addresses, address => !HostName.IsLinkLocal(address));
        if (allowed.Length == 0) throw new HttpRequestException($"{context.DnsEndPoint.Host} has no address that may be connected to");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
