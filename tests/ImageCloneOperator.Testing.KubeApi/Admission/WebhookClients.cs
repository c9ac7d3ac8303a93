using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Admission;

/// <summary>
/// HTTP clients for webhooks. A service reference is called on 127.0.0.1, at the Service's numeric target port (else at the port itself),
/// under the name that its certificate must carry: <c>NAME.NAMESPACE.svc</c>.
/// </summary>
internal sealed class WebhookClients(Cluster cluster) : IDisposable
{
    private readonly ConcurrentDictionary<(string Authority, string CaBundle, int Port), HttpClient> _clients = new();

    public (HttpClient Client, Uri Uri) For(JsonObject webhook)
    {
        var configuration = webhook.At("clientConfig");
        var bundle = configuration.Text("caBundle");
        if (configuration.Text("url") is { Length: > 0 } url)
        {
            var direct = new Uri(url);
            return (_clients.GetOrAdd((direct.Authority, bundle, 0), static key => Create(key.CaBundle, 0)), direct);
        }

        var service = configuration.At("service");
        var (name, space) = (service.Text("name"), service.Text("namespace"));
        var port = service.Number("port") is > 0 and var given ? given : 443;
        var uri = new Uri($"https://{name}.{space}.svc:{port}/{service.Text("path").TrimStart('/')}");
        return (
            _clients.GetOrAdd((uri.Authority, bundle, TargetPort(space, name, port)), static key => Create(key.CaBundle, key.Port)), uri);
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values) client.Dispose();
    }

    private int TargetPort(string @namespace, string name, long port)
    {
        var ports = cluster.Store.Find("/services", @namespace, name)?.ToJson().Objects("spec", "ports") ?? [];
        var target = ports.Where(entry => entry.Number("port") == port).Select(entry => entry.Number("targetPort")).FirstOrDefault();
        return (int)(target > 0 ? target : port);
    }

    private static HttpClient Create(string caBundle, int loopbackPort)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        };
        if (caBundle.Length > 0)
            handler.SslOptions.RemoteCertificateValidationCallback = Trust(Encoding.UTF8.GetString(Convert.FromBase64String(caBundle)));
        if (loopbackPort > 0) handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(loopbackPort, cancellationToken);
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static async ValueTask<Stream> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static RemoteCertificateValidationCallback Trust(string pem)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(pem);
        return (_, certificate, _, errors) =>
        {
            if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)) return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return chain.Build(new X509Certificate2(certificate));
        };
    }
}
