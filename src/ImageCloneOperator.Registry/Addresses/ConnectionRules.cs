using System.Net;
using System.Net.Sockets;

namespace ImageCloneOperator.Registry.Addresses;

/// <summary>
/// Where it is not the user who names hosts, but whoever may create workloads: what may be connected to, and what is told of a failure.
/// </summary>
public sealed class ConnectionRules
{
    /// <summary>The user names hosts.</summary>
    public static ConnectionRules None { get; } = new();

    public RefusedAddresses Refused { get; init; }

    /// <summary>Hosts whose addresses are refused as well, by name or address.</summary>
    public IReadOnlyList<string> RefusedHosts { get; init; } = [];

    /// <summary>Whether a host, as <c>host</c> or <c>host:port</c>, is named on purpose: then it may have any address.</summary>
    public Func<string, bool> IsNamed { get; init; } = _ => false;

    /// <summary>Why a host cannot be reached is not told: it would tell its open ports from others.</summary>
    internal bool Withholds(string host) => Refused != RefusedAddresses.None && !IsNamed(host);

    internal bool IsNamedEndpoint(string host, int port)
    {
        var name = host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host;
        return IsNamed($"{name}:{port}") || (port is 443 or 80 && IsNamed(name));
    }

    internal async Task<bool> RefusesAsync(IPAddress address, CancellationToken cancellationToken)
    {
        if (Refused == RefusedAddresses.None) return false;
        var plain = AddressRanges.Plain(address);
        if (AddressRanges.IsLocal(plain) || (Refused == RefusedAddresses.Private && AddressRanges.IsPrivate(plain))) return true;
        foreach (var host in RefusedHosts)
            if ((await ResolveAsync(host, cancellationToken)).Contains(plain)) return true;
        return false;
    }

    private static async Task<IEnumerable<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return (await Dns.GetHostAddressesAsync(host, cancellationToken)).Select(AddressRanges.Plain);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
