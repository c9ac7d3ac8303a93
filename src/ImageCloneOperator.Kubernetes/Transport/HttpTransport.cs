using System.Net;
using System.Net.Security;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using ImageCloneOperator.Kubernetes.Configuration;

namespace ImageCloneOperator.Kubernetes.Transport;

/// <summary>The connections to the API server: few, long-lived, and noticed when they die.</summary>
internal static class HttpTransport
{
    private static readonly string UserAgent = "image-clone-operator/" +
        typeof(HttpTransport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public static HttpClient Create(ClusterConfiguration configuration)
    {
        var credentials = new CredentialsHandler(configuration.Credentials, configuration.Impersonation);
        credentials.InnerHandler = Sockets(configuration, credentials);
        var http = new HttpClient(credentials)
        {
            BaseAddress = configuration.Server,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", UserAgent);
        // SocketsHttpHandler takes the name to ask for and to check from here alone.
        http.DefaultRequestHeaders.Host = configuration.Tls.ServerName;
        return http;
    }

    private static SocketsHttpHandler Sockets(ClusterConfiguration configuration, CredentialsHandler credentials) => new()
    {
        AllowAutoRedirect = false,
        // No trace goes through the API server: a request would carry the id of a span that nobody exports.
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        EnableMultipleHttp2Connections = true,
        // A watch may be silent for minutes; without pings a dead peer would look the same.
        KeepAlivePingDelay = TimeSpan.FromSeconds(20),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
        // New connections see renewed client certificates, and the load balancer in front of the API.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseCookies = false,
        Proxy = configuration.Proxy is { } proxy ? new WebProxy(WithoutLogin(proxy)) { Credentials = ProxyCredentials(proxy) } : null,
        // The environment's proxy is not for what runs on this machine.
        UseProxy = configuration.Proxy is not null || !configuration.Server.IsLoopback,
        SslOptions = Tls(configuration.Tls, credentials),
    };

    private static SslClientAuthenticationOptions Tls(TlsSettings settings, CredentialsHandler credentials) => new()
    {
        CertificateChainPolicy = settings.Authorities is { } authorities ? Trust(authorities) : null,
        RemoteCertificateValidationCallback = settings.SkipVerify ? (_, _, _, _) => settings.SkipVerify : null,
        LocalCertificateSelectionCallback = (_, _, _, _, _) => credentials.Certificate!,
    };

    private static X509ChainPolicy Trust(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // Clusters' own authorities publish no revocation lists.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    /// <summary>Messages of lower layers quote the proxy's address: it must not hold the password.</summary>
    private static Uri WithoutLogin(Uri proxy) => new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;

    private static NetworkCredential? ProxyCredentials(Uri proxy) =>
        proxy.UserInfo.Split(':', 2) is [var name, var password]
            ? new(Uri.UnescapeDataString(name), Uri.UnescapeDataString(password))
            : null;
}
