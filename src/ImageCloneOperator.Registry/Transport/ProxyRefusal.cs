using System.Net;

namespace ImageCloneOperator.Registry.Transport;

/// <summary>A proxy answers 407: it wants a login, or another one.</summary>
internal static class ProxyRefusal
{
    /// <summary>
    /// .NET sends a login only once a proxy has asked for it: RFC 9110, 11.7.1, has a proxy do so with each 407, and some do not.
    /// </summary>
    public const string Advice =
        "Give the proxy's user and password in HTTPS_PROXY or HTTP_PROXY, in front of its host. "
        + "They are shown to a proxy that asks for them by Proxy-Authenticate: Basic, and never unasked.";

    /// <summary>The proxy refuses a tunnel; the exception's words name the proxy.</summary>
    public static bool IsOfTunnel(Exception cause) =>
        cause is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError }
        && cause.Message.Contains("407", StringComparison.Ordinal);

    /// <returns>Null where the answer is not a proxy's.</returns>
    public static RegistryException? Of(HttpResponseMessage response, IWebProxy? proxy, Uri uri, RegistryOperation operation) =>
        response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired && proxy?.GetProxy(uri) is { } address
            ? new RegistryException(
                RegistryErrorKind.Unreachable,
                operation,
                $"the proxy {address.GetLeftPart(UriPartial.Authority)} answered 407",
                null,
                Advice)
            : null;
}
