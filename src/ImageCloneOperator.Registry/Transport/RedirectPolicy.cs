using ImageCloneOperator.Registry.Transport.Connections;

namespace ImageCloneOperator.Registry.Transport;

/// <summary>Which addresses a registry may send us to. Nothing that it says can reach a cloud's metadata service or strip TLS.</summary>
internal static class RedirectPolicy
{
    public static void CheckRedirect(Uri from, Uri to, RegistryOperation operation)
    {
        if (to.Scheme is not ("http" or "https")) throw Refuse(operation, to, "a scheme other than http or https");
        if (from.Scheme == "https" && to.Scheme == "http") throw Refuse(operation, to, "plain HTTP");
        if (HostName.IsLinkLocal(to)) throw Refuse(operation, to, "a link-local address");
    }

    /// <summary>Credentials go to a token realm: on another host than the registry's it must be https, loopback excepted.</summary>
    public static void CheckRealm(Uri registry, Uri realm, RegistryOperation operation)
    {
        CheckRedirect(registry, realm, operation);
        var elsewhere = !string.Equals(registry.DnsSafeHost, realm.DnsSafeHost, StringComparison.OrdinalIgnoreCase);
        if (elsewhere && realm.Scheme != "https" && !HostName.IsLoopback(realm))
            throw Refuse(operation, realm, "a token realm without TLS on another host");
    }

    private static RegistryException Refuse(RegistryOperation operation, Uri to, string what) =>
        new(
            RegistryErrorKind.Unsupported,
            operation,
            $"the registry points to {to.GetLeftPart(UriPartial.Path)}, {what}, which is refused");
}
