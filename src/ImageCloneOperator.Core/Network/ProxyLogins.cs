using System.Net;

namespace ImageCloneOperator.Core.Network;

/// <summary>User names and passwords by the proxy that they are for.</summary>
internal sealed class ProxyLogins(IEnumerable<Uri?> proxies) : ICredentials
{
    private readonly Uri[] _proxies = [.. proxies.OfType<Uri>().Where(proxy => proxy.UserInfo.Length > 0)];

    public NetworkCredential? GetCredential(Uri uri, string authType)
    {
        if (Array.Find(_proxies, proxy => proxy.Host == uri.Host && proxy.Port == uri.Port) is not { } found) return null;
        var parts = found.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
