using System.Net;
using ImageCloneOperator.Registry.Addresses;

namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>Makes HTTP handlers that do nothing by themselves: no redirects, no decompression, no cookies.</summary>
internal static class HandlerFactory
{
    /// <summary>A host that does not answer to <c>Expect: 100-continue</c> gets the body after this.</summary>
    private static readonly TimeSpan ContinueTimeout = TimeSpan.FromSeconds(1);

    /// <param name="settings">Certificate authorities.</param>
    /// <param name="options">Timeouts, proxy, and what may be connected to.</param>
    /// <param name="time">What certificates are checked against.</param>
    /// <param name="guarded">Never connect to link-local addresses, whatever a name resolves to and whoever names it.</param>
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
        var isRuled = options.Rules.Refused != RefusedAddresses.None;
        if (guarded || isRuled) handler.ConnectCallback = new GuardedConnector(options.Rules, options.Proxy, guarded).ConnectAsync;
        return new HttpMessageInvoker(new RequestTracing(isRuled ? new LiteralAddressGuard(options.Rules, handler) : handler));
    }
}
