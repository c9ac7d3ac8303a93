using System.Globalization;
using System.Net;

namespace ImageCloneOperator.Core.Network;

/// <summary>
/// One entry of NO_PROXY: <c>*</c>, a network, an address, or a domain, the last two with a port if only that is meant. <c>example.com</c>
/// is the domain and all below it; <c>.example.com</c> and <c>*.example.com</c> are all below it.
/// </summary>
internal sealed record NoProxyRule
{
    private bool IsEverything { get; init; }

    private IPNetwork? Network { get; init; }

    private IPAddress? Address { get; init; }

    /// <summary>With a leading dot.</summary>
    private string? Domain { get; init; }

    private bool IncludesDomainItself { get; init; }

    private int? Port { get; init; }

    /// <returns>None for an entry that says nothing, which Go ignores too.</returns>
    public static NoProxyRule? Parse(string text)
    {
        if (text == "*") return new NoProxyRule { IsEverything = true };
        if (text.Contains('/', StringComparison.Ordinal))
            return NetworkOf(text) is { } network ? new NoProxyRule { Network = network } : null;
        var (host, port) = Split(text);
        if (IPAddress.TryParse(host, out var address)) return new NoProxyRule { Address = NoProxyList.Plain(address), Port = port };
        var name = (host.StartsWith("*.", StringComparison.Ordinal) ? host[1..] : host).TrimEnd('.').ToLowerInvariant();
        if (name.Length == 0) return null;
        return name[0] == '.'
            ? new NoProxyRule { Domain = name, Port = port }
            : new NoProxyRule { Domain = $".{name}", IncludesDomainItself = true, Port = port };
    }

    public bool Matches(string host, IPAddress? address, int port)
    {
        if (IsEverything) return true;
        if (Network is { } network) return address is not null && network.Contains(address);
        if (Port is { } wanted && wanted != port) return false;
        if (Address is not null) return Address.Equals(address);
        return host.EndsWith(Domain!, StringComparison.Ordinal) || (IncludesDomainItself && host == Domain![1..]);
    }

    /// <summary>Host bits may be set, as in 10.1.2.3/8: the prefix decides.</summary>
    private static IPNetwork? NetworkOf(string text)
    {
        var parts = text.Split('/', 2);
        if (!IPAddress.TryParse(parts[0], out var address)) return null;
        var isPrefix = int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var prefix);
        return isPrefix && prefix <= address.GetAddressBytes().Length * 8 ? new IPNetwork(address, prefix) : null;
    }

    /// <summary>An IPv6 address has a port only where it stands in brackets.</summary>
    private static (string Host, int? Port) Split(string text)
    {
        var colon = text.LastIndexOf(':');
        var isAddress = colon < 0 || (text.IndexOf(':', StringComparison.Ordinal) != colon && text[0] != '[') || text[^1] == ']';
        if (isAddress || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return (text.Trim('[', ']'), null);
        return (text[..colon].Trim('[', ']'), port);
    }
}
