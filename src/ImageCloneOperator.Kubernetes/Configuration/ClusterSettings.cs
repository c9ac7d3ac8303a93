using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Kubernetes.Configuration.Credentials;

namespace ImageCloneOperator.Kubernetes.Configuration;

/// <summary>The <c>cluster</c> of a kubeconfig: where it is and what to trust.</summary>
internal static class ClusterSettings
{
    private static readonly string[] ServerSchemes = ["https", "http"];
    private static readonly string[] ProxySchemes = ["http", "https", "socks5"];

    public static ClusterConfiguration Read(YamlSection cluster) => new()
    {
        Server = Address(cluster, "server", ServerSchemes) ?? throw cluster.Error("server", "is missing"),
        Proxy = Address(cluster, "proxy-url", ProxySchemes),
        Tls = new()
        {
            Authorities = Authorities(cluster),
            SkipVerify = cluster.Flag("insecure-skip-tls-verify"),
            ServerName = cluster.Text("tls-server-name"),
        },
    };

    private static Uri? Address(YamlSection cluster, string field, string[] schemes)
    {
        if (cluster.Text(field) is not { } text)
            return null;
        // A proxy's address may hold a password, so it is not quoted.
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme)
            ? address
            : throw cluster.Error(
                field, $"must be an address that begins with {string.Join(", ", schemes.Select(scheme => scheme + "://"))}");
    }

    private static X509Certificate2Collection? Authorities(YamlSection cluster)
    {
        if (cluster.DataOrFile("certificate-authority-data", "certificate-authority") is not { } pem)
            return null;
        var field = cluster.Text("certificate-authority-data") is null ? "certificate-authority" : "certificate-authority-data";
        if (cluster.Flag("insecure-skip-tls-verify"))
            throw cluster.Error("insecure-skip-tls-verify", $"cannot be true beside {field}: remove one of them");
        try
        {
            return Certificates.Authorities(pem);
        }
        catch (CryptographicException exception)
        {
            throw cluster.Error(field, "holds no PEM certificate", exception);
        }
    }
}
