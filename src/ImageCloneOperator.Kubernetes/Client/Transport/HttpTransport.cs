using System.Net;
using System.Reflection;
using ImageCloneOperator.Kubernetes.Configuration;

namespace ImageCloneOperator.Kubernetes.Client.Transport;

/// <summary>The connections to the API server: few, long-lived, and noticed when they die.</summary>
internal static class HttpTransport
{
    private static readonly string UserAgent = "image-clone-operator/" +
        typeof(HttpTransport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public static HttpClient Create(KubernetesClientConfiguration configuration)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            EnableMultipleHttp2Connections = true,
            // A watch may be silent for minutes; without pings a dead peer would look the same.
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            UseCookies = false,
        };
        var http = new HttpClient(handler)
        {
            BaseAddress = configuration.Server,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", UserAgent);
        return http;
    }
}
