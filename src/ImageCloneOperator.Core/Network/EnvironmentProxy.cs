using System.Net;

namespace ImageCloneOperator.Core.Network;

/// <summary>
/// The proxies of HTTP_PROXY, HTTPS_PROXY and ALL_PROXY, but for the hosts of NO_PROXY, all read as Go's tools do: a proxy that serves
/// kubectl and containerd serves this program too.
/// </summary>
public sealed class EnvironmentProxy : IWebProxy
{
    private readonly Uri? _http;
    private readonly Uri? _https;
    private readonly NoProxyList _exceptions;

    /// <param name="variable">Gives the value of an environment variable, or null.</param>
    /// <exception cref="FormatException">
    /// A proxy is no URL. The message names the variable, and not its value, which may hold a password.
    /// </exception>
    public EnvironmentProxy(Func<string, string?> variable)
    {
        var (http, https, all) = (Find("HTTP_PROXY"), Find("HTTPS_PROXY"), Find("ALL_PROXY"));
        (_http, _https) = (WithoutLogin(http ?? all), WithoutLogin(https ?? all));
        Credentials = new ProxyLogins([http, https, all]);
        _exceptions = new NoProxyList(Text("NO_PROXY") ?? "");

        string? Text(string name) => variable(name) is { Length: > 0 } upper ? upper : variable(name.ToLowerInvariant());
        Uri? Find(string name) => Text(name) is { Length: > 0 } text ? Parse(name, text) : null;
    }

    /// <summary>The logins that the proxies' URLs carry.</summary>
    public ICredentials? Credentials { get; set; }

    public Uri? GetProxy(Uri destination) => _exceptions.Contains(destination) ? null : ProxyFor(destination);

    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    private Uri? ProxyFor(Uri destination) => destination.Scheme is "https" or "wss" ? _https : _http;

    private static Uri Parse(string name, string text)
    {
        var url = text.Contains("://", StringComparison.Ordinal) ? text.Trim() : $"http://{text.Trim()}";
        // What curl and Go call socks5h, .NET calls socks5: the proxy resolves the names.
        if (url.StartsWith("socks5h://", StringComparison.OrdinalIgnoreCase)) url = url.Remove("socks5".Length, 1);
        return Uri.TryCreate(url, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5"
            && uri.Host.Length > 0
            ? uri
            : throw new FormatException($"{name} is not the URL of a proxy: write http://host:port");
    }

    /// <summary>Messages of lower layers quote the proxy's address: it must not hold the password.</summary>
    private static Uri? WithoutLogin(Uri? proxy) => proxy is null ? null : new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;
}
