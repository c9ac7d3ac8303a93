using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>Makes HTTP handlers that do nothing by themselves: no redirects, no decompression, no cookies.</summary>
internal static class HandlerFactory
{
    /// <param name="settings">Certificate authorities.</param>
    /// <param name="options">Timeouts and proxy.</param>
    /// <param name="guarded">Never connect to link-local addresses, whatever a name resolves to.</param>
    public static HttpMessageInvoker Create(RegistryHostSettings settings, RegistryClientOptions options, bool guarded)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
        };
        if (options.Proxy is not null) handler.Proxy = options.Proxy;
        if (settings.CertificateAuthorityPem is { } pem) handler.SslOptions.RemoteCertificateValidationCallback = Trusting(pem);
        if (guarded) handler.ConnectCallback = ConnectGuardedAsync;
        return new HttpMessageInvoker(new RequestTracing(handler));
    }

    private static RemoteCertificateValidationCallback Trusting(string pem)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(pem);
        return (_, certificate, chain, errors) =>
            errors == SslPolicyErrors.None
            || (errors == SslPolicyErrors.RemoteCertificateChainErrors
                && certificate is X509Certificate2 leaf
                && EndsAt(roots, leaf, chain));
    }

    private static bool EndsAt(X509Certificate2Collection roots, X509Certificate2 leaf, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(leaf);
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
