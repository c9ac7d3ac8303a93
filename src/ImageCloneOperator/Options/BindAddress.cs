using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ImageCloneOperator.Options;

/// <summary>
/// The address that a server listens on: <c>:8080</c> (every address), <c>127.0.0.1:8080</c> or <c>[::1]:8080</c>; port 0 takes a free one.
/// </summary>
public sealed record BindAddress(IPAddress? Address, int Port)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out BindAddress? address)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), out var port)) return false;
        if (colon == 0)
        {
            address = new BindAddress(null, port);
            return true;
        }

        var host = text[..colon];
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var ip)) return false;
        address = new BindAddress(ip, port);
        return true;
    }

    public void Listen(KestrelServerOptions kestrel, Action<ListenOptions> configure)
    {
        if (Address is null) kestrel.ListenAnyIP(Port, configure);
        else kestrel.Listen(new IPEndPoint(Address, Port), configure);
    }

    public override string ToString() => Address is null ? $":{Port}" : $"{new IPEndPoint(Address, Port)}";
}
