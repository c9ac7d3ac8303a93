using System.Net;
using ImageCloneOperator.Registry.Addresses;

namespace ImageCloneOperator.Registry.Transport.Connections;

/// <summary>Reads from the name of a host how it may be spoken to.</summary>
internal static class HostName
{
    public static bool IsLoopback(Uri uri) =>
        uri.IsLoopback || (IPAddress.TryParse(uri.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));

    public static bool IsLinkLocal(Uri uri) =>
        IPAddress.TryParse(uri.DnsSafeHost, out var address) && AddressRanges.IsLinkLocal(AddressRanges.Plain(address));

    public static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme
        && one.Port == other.Port
        && string.Equals(one.DnsSafeHost, other.DnsSafeHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>The address of a registry's API: Docker Hub's is not at docker.io.</summary>
    public static Uri ApiRoot(string registry, RegistryHostSettings settings)
    {
        var host = registry == "docker.io" ? "registry-1.docker.io" : registry;
        var https = new Uri($"https://{host}/");
        var plain = settings.PlainHttp || (IsLoopback(https) && settings.CertificateAuthorityPem is null);
        return plain ? new Uri($"http://{host}/") : https;
    }
}
