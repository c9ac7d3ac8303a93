using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Transport.Connections;

namespace ImageCloneOperator.Registry.Transport;

/// <summary>
/// Which addresses a registry may send us to. Nothing that it says can reach a cloud's metadata service or strip TLS.
/// </summary>
internal static class RedirectPolicy
{
    /// <returns>
    /// Where to go. A registry behind a proxy that ends TLS may not know of it, and names its own host with http: that is read as https.
    /// </returns>
    /// <exception cref="RegistryException">The address is refused.</exception>
    public static Uri Follow(Uri from, Uri to, RegistryOperation operation, bool allowsHttp)
    {
        if (to.Scheme is not ("http" or "https")) throw Refuse(operation, to, "a scheme other than http or https");
        if (HostName.IsLinkLocal(to)) throw Refuse(operation, to, "a link-local address");
        if (from.Scheme != "https" || to.Scheme != "http") return to;
        if (IsSameHost(from, to) && (to.IsDefaultPort || to.Port == from.Port))
            return new UriBuilder(to) { Scheme = "https", Port = from.IsDefaultPort ? -1 : from.Port }.Uri;
        return allowsHttp ? to : throw Refuse(operation, to, "plain HTTP", HttpAdvice);
    }

    /// <summary>Credentials go to a token realm: on another host than the registry's it must be https, loopback excepted.</summary>
    public static Uri FollowRealm(Uri registry, Uri realm, RegistryOperation operation)
    {
        var to = Follow(registry, realm, operation, allowsHttp: false);
        return IsSameHost(registry, to) || to.Scheme == "https" || HostName.IsLoopback(to)
            ? to
            : throw Refuse(operation, to, "a token realm without TLS on another host");
    }

    public static bool IsSameHost(Uri one, Uri other) =>
        string.Equals(one.DnsSafeHost, other.DnsSafeHost, StringComparison.OrdinalIgnoreCase);

    private const string HttpAdvice =
        "Let the registry's storage be reached by https; or allow http for it, since every byte is checked against its digest "
        + "(in a policy spec.sources.registries[].allowHttpStorage, for copy --allow-http-storage).";

    private static RegistryException Refuse(RegistryOperation operation, Uri to, string what, string? advice = null) => new(
        RegistryErrorKind.Unsupported,
        operation,
        $"the registry points to {ShortText.OfForeign(to.GetLeftPart(UriPartial.Path))}, {what}, which is refused",
        advice: advice);
}
