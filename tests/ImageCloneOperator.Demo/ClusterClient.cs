using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Demo;

/// <summary>What an administrator does with kubectl, for machines that have none. Objects are named by their paths in the API.</summary>
internal sealed class ClusterClient : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly MediaTypeWithQualityHeaderValue TableType = MediaTypeWithQualityHeaderValue.Parse(
        "application/json;as=Table;v=v1;g=meta.k8s.io");

    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _certificate;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public ClusterClient(string kubeconfig, TimeProvider time)
    {
        _time = time;
        var config = Json.ParseObject(Yaml.ToJson(Encoding.UTF8.GetBytes(kubeconfig)));
        var cluster = config["clusters"]![0]!["cluster"]!;
        var user = config["users"]![0]!["user"]!;
        _authority = X509Certificate2.CreateFromPem(Pem(cluster, "certificate-authority-data"));
        _certificate = X509Certificate2.CreateFromPem(Pem(user, "client-certificate-data"), Pem(user, "client-key-data"));
        _http = new HttpClient(Handler()) { BaseAddress = new Uri(cluster.Text("server")), Timeout = Limit };
    }

    /// <summary>Server-side apply of every object in a YAML text.</summary>
    /// <returns>What was applied, such as <c>Deployment shop/web</c>.</returns>
    public async Task<IReadOnlyList<string>> ApplyAsync(string yaml, CancellationToken cancellationToken)
    {
        var applied = new List<string>();
        foreach (var document in yaml.Split("\n---\n"))
        {
            var entity = Json.ParseObject(Yaml.ToJson(Encoding.UTF8.GetBytes(document)));
            // Nothing but a comment.
            if (entity.Count == 0) continue;
            await ApplyAsync(entity, cancellationToken);
            applied.Add($"{entity.Text("kind")} {(entity.Namespace() is { Length: > 0 } ns ? $"{ns}/" : "")}{entity.Name()}");
        }

        return applied;
    }

    public async Task ApplyAsync(JsonObject entity, CancellationToken cancellationToken)
    {
        var path = $"{await CollectionAsync(entity, cancellationToken)}/{entity.Name()}?fieldManager=demo&force=true";
        using var content = new StringContent(entity.ToJsonString(), Encoding.UTF8, "application/apply-patch+yaml");
        using var response = await _http.PatchAsync(path, content, cancellationToken);
        await RequireAsync(response, cancellationToken);
    }

    /// <summary>Null where there is no such object.</summary>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(path, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        await RequireAsync(response, cancellationToken);
        return Json.ParseObject(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, CancellationToken cancellationToken) =>
        [.. (await FindAsync(path, cancellationToken)).Objects("items")];

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.DeleteAsync(path, cancellationToken);
        await RequireAsync(response, cancellationToken);
    }

    /// <summary>A list as the API server prints it for people.</summary>
    public async Task<JsonObject> TableAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Accept = { TableType } } };
        using var response = await _http.SendAsync(request, cancellationToken);
        await RequireAsync(response, cancellationToken);
        return Json.ParseObject(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public void Dispose()
    {
        _http.Dispose();
        _certificate.Dispose();
        _authority.Dispose();
    }

    /// <summary>The path of an object's kind; a kind that was defined a moment ago is waited for.</summary>
    private async Task<string> CollectionAsync(JsonObject entity, CancellationToken cancellationToken)
    {
        var begun = _time.GetTimestamp();
        var version = entity.Text("apiVersion");
        var root = version.Contains('/', StringComparison.Ordinal) ? $"/apis/{version}" : $"/api/{version}";
        while (_time.GetElapsedTime(begun) < Limit)
        {
            var resources = (await FindAsync(root, cancellationToken)).Objects("resources");
            if (resources.FirstOrDefault(resource => resource.Text("kind") == entity.Text("kind")
                && !resource.Text("name").Contains('/', StringComparison.Ordinal)) is { } found)
            {
                return found.Flag("namespaced")
                    ? $"{root}/namespaces/{entity.Namespace()}/{found.Text("name")}"
                    : $"{root}/{found.Text("name")}";
            }

            await Task.Delay(Pause, _time, cancellationToken);
        }

        throw new DemoException($"The cluster does not know the kind {entity.Text("kind")} of {version}.");
    }

    private SocketsHttpHandler Handler() => new()
    {
        SslOptions =
        {
            ClientCertificates = [_certificate],
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };

    private static string Pem(JsonNode node, string field) => Encoding.ASCII.GetString(Convert.FromBase64String(node.Text(field)));

    private static async Task RequireAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return;
        var status = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        throw new HttpRequestException(
            $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.AbsolutePath}: {status.Text("message")}",
            inner: null,
            response.StatusCode);
    }
}
