using System.Net;

namespace ImageCloneOperator.Core.Network;

/// <summary>The hosts of NO_PROXY. Loopback is among them whatever it says.</summary>
internal sealed class NoProxyList(string text)
{
    private readonly NoProxyRule[] _rules =
        [.. text
            .Split([',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(NoProxyRule.Parse)
            .OfType<NoProxyRule>()];

    public bool Contains(Uri destination)
    {
        var host = destination.IdnHost.TrimEnd('.').ToLowerInvariant();
        var address = IPAddress.TryParse(host, out var parsed) ? Plain(parsed) : null;
        return host == "localhost"
            || (address is not null && IPAddress.IsLoopback(address))
            || Array.Exists(_rules, rule => rule.Matches(host, address, destination.Port));
    }

    internal static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
