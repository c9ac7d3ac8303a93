using System.Net;
using System.Net.Sockets;
using ImageCloneOperator.Registry.Addresses;

namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>
/// Connects to those addresses of a host that may be connected to. The address that was judged is the one that is used, so that no name
/// can have another in between.
/// </summary>
/// <param name="rules">What is refused.</param>
/// <param name="proxy">It was chosen by whoever runs this program, and resolves names itself.</param>
/// <param name="isSent">The registry sent us here: link-local addresses are refused in any case.</param>
internal sealed class GuardedConnector(ConnectionRules rules, IWebProxy? proxy, bool isSent)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (!IsOfProxy(context.InitialRequestMessage)) addresses = await AllowedAsync(addresses, host, port, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The handler asks for tunnels through proxies, and nothing else, by CONNECT.</summary>
    private bool IsOfProxy(HttpRequestMessage request) =>
        request.Method == HttpMethod.Connect || (request.RequestUri is { } uri && proxy?.GetProxy(uri) is not null);

    private async Task<IPAddress[]> AllowedAsync(IPAddress[] addresses, string host, int port, CancellationToken cancellationToken)
    {
        var isNamed = rules.IsNamedEndpoint(host, port);
        var allowed = new List<IPAddress>();
        foreach (var address in addresses)
        {
            if (isSent && AddressRanges.IsLinkLocal(AddressRanges.Plain(address))) continue;
            if (isNamed || !await rules.RefusesAsync(address, cancellationToken)) allowed.Add(address);
        }

        return allowed.Count > 0 ? [.. allowed] : throw new RefusedAddressException(host);
    }
}
