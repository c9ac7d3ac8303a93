using System.Net;

namespace ImageCloneOperator.Registry.Addresses;

/// <summary>Ranges of addresses with a meaning of their own (IANA's registries of special-purpose addresses).</summary>
internal static class AddressRanges
{
    private static readonly IPNetwork[] LinkLocal = [.. Parse("169.254.0.0/16", "fe80::/10")];

    /// <summary>This host, loopback, link-local, multicast, broadcast.</summary>
    private static readonly IPNetwork[] Local =
        [.. LinkLocal, .. Parse("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "ff00::/8")];

    /// <summary>Private networks, shared ones of carriers and clouds, unique local and site-local ones.</summary>
    private static readonly IPNetwork[] Private =
    [
        .. Parse("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15", "fc00::/7", "fec0::/10"),
    ];

    /// <summary>
    /// IPv6 addresses that end in an IPv4 address by which they are reached, beside mapped ones: compatible, and NAT64's.
    /// </summary>
    private static readonly IPNetwork[] Embedding = [.. Parse("::/96", "64:ff9b::/96")];

    /// <summary>The IPv4 address that an IPv6 address stands for, or the address itself.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var scopeless = address.GetAddressBytes();
        if (scopeless.Length != 16) return address;
        var plain = new IPAddress(scopeless);
        if (plain.Equals(IPAddress.IPv6Any) || plain.Equals(IPAddress.IPv6Loopback)) return plain;
        return Array.Exists(Embedding, range => range.Contains(plain)) ? new IPAddress(scopeless[12..]) : plain;
    }

    public static bool IsLinkLocal(IPAddress plain) => Array.Exists(LinkLocal, range => range.Contains(plain));

    public static bool IsLocal(IPAddress plain) => Array.Exists(Local, range => range.Contains(plain));

    public static bool IsPrivate(IPAddress plain) => Array.Exists(Private, range => range.Contains(plain));

    private static IEnumerable<IPNetwork> Parse(params IEnumerable<string> ranges) => ranges.Select(range => IPNetwork.Parse(range));
}
