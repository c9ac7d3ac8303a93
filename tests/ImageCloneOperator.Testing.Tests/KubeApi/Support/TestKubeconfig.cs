using System.Security.Cryptography.X509Certificates;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace ImageCloneOperator.Testing.Tests.KubeApi.Support;

/// <summary>The little of a kubeconfig that these tests need: the first cluster and user, with everything inline.</summary>
internal sealed class TestKubeconfig
{
    private readonly YamlNode _cluster;
    private readonly YamlNode _user;

    public TestKubeconfig(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var root = stream.Documents[0].RootNode;
        _cluster = root["clusters"][0]["cluster"];
        _user = root["users"][0]["user"];
    }

    public Uri Server => new(_cluster["server"].ToString());

    public HttpClient CreateClient()
    {
        var handler = CreateHandler();
        var client = Over(handler);
        var fields = ((YamlMappingNode)_user).Children;
        if (fields.TryGetValue("token", out var token)) client.DefaultRequestHeaders.Add("Authorization", $"Bearer {token}");
        else handler.SslOptions.ClientCertificates = [WithKey(Decode(_user, "client-certificate-data"), Decode(_user, "client-key-data"))];
        return client;
    }

    public HttpClient CreateTokenClient(string token)
    {
        var client = Over(CreateHandler());
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {token}");
        return client;
    }

    private HttpClient Over(SocketsHttpHandler handler)
    {
        var client = new HttpClient(handler) { BaseAddress = Server, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("conformance/1.0");
        return client;
    }

    // A key that was never in a store doesn't serve TLS on every platform.
    private static X509Certificate2 WithKey(string certificate, string key)
    {
        using var pem = X509Certificate2.CreateFromPem(certificate, key);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    private SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 64 };
        var roots = X509Certificate2.CreateFromPem(Decode(_cluster, "certificate-authority-data"));
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(roots);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return chain.Build(new X509Certificate2(certificate!));
        };
        return handler;
    }

    private static string Decode(YamlNode node, string field) => Encoding.UTF8.GetString(Convert.FromBase64String(node[field].ToString()));
}
