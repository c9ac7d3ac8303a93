using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Testing.Entities;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Samples;
using ImageCloneOperator.Tests.Webhooks.Certificates;
using k8s.Models;
using Microsoft.AspNetCore.Builder;

namespace ImageCloneOperator.Tests.Webhooks;

/// <summary>
/// The whole operator beside a cluster, and its webhooks over HTTPS. Deployment default/web uses app:1 and side:1, of which policy "pods"
/// has copies, and gone:1, of which there is none.
/// </summary>
public sealed class RunningWebhooks : IAsyncLifetime
{
    private readonly LiveCluster _cluster = new();
    private readonly ClientCertificate _certificate = ClientCertificate.Create();
    private RegistryServer _source = null!;
    private RegistryServer _target = null!;
    private WebApplication _operator = null!;
    private HttpClient _http = null!;

    public LiveCluster Cluster => _cluster;

    /// <summary>Where webhooks are served, under the name that API servers call.</summary>
    public Uri Webhooks { get; private set; } = null!;

    /// <summary>Where all else is served.</summary>
    public Uri Http { get; private set; } = null!;

    public string Image(string name) => $"{_source.Host}/{name}";

    public string Copy(string name) => $"{_target.Host}/copies/{_source.Host.Replace(':', '_')}/{name}";

    public async Task InitializeAsync()
    {
        await _cluster.InitializeAsync();
        _source = await RegistryServer.StartAsync(new RegistryOptions());
        _target = await RegistryServer.StartAsync(new RegistryOptions());
        foreach (var name in (string[])["app", "side"])
            await new SampleRepository(_source.Samples, name).ImageAsync(new SampleImage([new SampleLayer(name, 1_000)]), "1");
        await _cluster.ApplyAsync<V1Namespace>("{apiVersion: v1, kind: Namespace, metadata: {name: image-clone-system}}");
        await ApplyAsync();
        await StartOperatorAsync();
        await BackedUpAsync();
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _operator.StopAsync();
        await _operator.DisposeAsync();
        await _target.DisposeAsync();
        await _source.DisposeAsync();
        await _cluster.DisposeAsync();
        _certificate.Dispose();
    }

    public Task<HttpResponseMessage> SendAsync(string path, string body) => SendAsync(path, Encoding.UTF8.GetBytes(body));

    public Task<HttpResponseMessage> SendAsync(string path, byte[] body, string type = "application/json") =>
        _http.PostAsync(
            new Uri(Webhooks, path), new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } });

    /// <summary>A client that shows this certificate.</summary>
    public Task<HttpClient> ClientAsync(X509Certificate2? certificate) => OperatorHost.ClientAsync(_cluster, _operator, certificate);

    public Task<HttpResponseMessage> GetAsync(Uri address) => _http.GetAsync(address);

    /// <returns>The response to a review, with the uid of its request.</returns>
    public async Task<JsonNode> AskAsync(string path, JsonNode review)
    {
        using var answer = await SendAsync(path, review.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var response = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["response"]!;
        Assert.Equal((string?)review["request"]!["uid"], (string?)response["uid"]);
        return response;
    }

    private async Task ApplyAsync()
    {
        await _cluster.ApplyAsync<BackupPolicy>($$"""
            apiVersion: imageclone.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: pods}
            spec:
              target: {registry: "{{_target.Host}}", repositoryPrefix: copies, plainHttp: true}
              sources: {registries: [{host: "{{_source.Host}}", plainHttp: true}]}
              rewrite: {mode: Pod, imagePullSecrets: [{name: copies}]}
            """);
        await _cluster.ApplyAsync<Deployment>($$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: default}
            spec:
              selector: {matchLabels: {app: web} }
              template:
                metadata: {labels: {app: web} }
                spec:
                  containers: [{name: app, image: "{{Image("app:1")}}"}, {name: side, image: "{{Image("side:1")}}"}, {name: gone, image: "{{Image("gone:1")}}"}]
            """);
    }

    private async Task StartOperatorAsync()
    {
        _operator = await OperatorHost.StartAsync(_cluster, clientCa: _certificate.File);
        Http = OperatorHost.Address(_operator, "http");
        Webhooks = OperatorHost.Webhooks(_operator);
    }

    private async Task BackedUpAsync()
    {
        _http = await ClientAsync(_certificate.Certificate);
        await Eventually.True(async () => (await _cluster.Client.ListAsync<ImageBackup>(new(), CancellationToken.None)).Items
            .Count(backup => backup.Status.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) is true) == 2);
        await Eventually.True(
            async () => (await AskAsync("/mutate-pods", Reviews.OfPod(Reviews.Pod(Image("app:1"), Image("side:1")))))["patch"] is not null);
    }
}
