using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Testing.Entities;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;
using ImageCloneOperator.Tests.Webhooks;
using k8s.Models;
using Microsoft.AspNetCore.Builder;

namespace ImageCloneOperator.Tests.Backups.Access;

/// <summary>
/// Two tenants change their secrets at random, and the source fails, while they create pods: no pod ever gets a copy of an image that its
/// namespace never could pull. More sequences: IMAGE_CLONE_FUZZ_SEQUENCES.
/// </summary>
public sealed class AdmittedPodFuzzTests(LiveCluster cluster) : IClassFixture<LiveCluster>, IAsyncLifetime
{
    private const int Steps = 8;
    private static readonly string[] Owners = ["a", "b", "open"];

    private RegistryServer _source = null!;
    private RegistryServer _target = null!;
    private WebApplication _operator = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _source = await RegistryServer.StartAsync(new RegistryOptions
        {
            Auth = RegistryAuth.Basic,
            Accounts =
            [
                new RegistryAccount("a", "a") { Pull = ["a/*", "open/*"] },
                new RegistryAccount("b", "b") { Pull = ["b/*", "open/*"] },
                new RegistryAccount("stranger", "stranger") { Pull = ["open/*"] },
            ],
            AnonymousPull = ["open/*"],
        });
        _target = await RegistryServer.StartAsync(new RegistryOptions());
        foreach (var owner in Owners)
            await new SampleRepository(_source.Samples, $"{owner}/app").ImageAsync(new SampleImage(new SampleLayer(owner, 1000)), "v1");
        await cluster.ApplyAsync<V1Namespace>("{apiVersion: v1, kind: Namespace, metadata: {name: image-clone-system}}");
        _operator = await OperatorHost.StartAsync(cluster);
        _http = await OperatorHost.ClientAsync(cluster, _operator);
        await cluster.ApplyAsync<BackupPolicy>($$"""
            apiVersion: imageclone.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: pods}
            spec:
              target: {registry: "{{_target.Host}}", plainHttp: true}
              sources: {registries: [{host: "{{_source.Host}}", plainHttp: true}]}
              rewrite: {mode: Pod}
            """);
        foreach (var owner in (string[])["a", "b"])
        {
            await cluster.ApplyAsync<V1Namespace>($"{{apiVersion: v1, kind: Namespace, metadata: {{name: owner-of-{owner}}}}}");
            await LogInAsync($"owner-of-{owner}", 0, owner);
        }

        await Eventually.True(async () => (await cluster.Client.ListAsync<ImageBackup>(new(), CancellationToken.None)).Items
            .Count(backup => backup.Status.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) is true)
            == Owners.Length);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _operator.StopAsync();
        await _operator.DisposeAsync();
        await _source.DisposeAsync();
        await _target.DisposeAsync();
    }

    [Fact]
    public async Task No_pod_gets_a_copy_that_its_namespace_never_could_pull()
    {
        var sequences = int.Parse(Environment.GetEnvironmentVariable("IMAGE_CLONE_FUZZ_SEQUENCES") ?? "3", CultureInfo.InvariantCulture);
        for (var seed = 0; seed < sequences; seed++) await RunAsync(seed);
    }

    private async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        string[] tenants = [$"one-{seed}", $"two-{seed}"];
        var (had, history) = (new HashSet<(string Namespace, string Owner)>(), new StringBuilder());
        foreach (var ns in tenants)
        {
            await cluster.ApplyAsync<V1Namespace>($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {ns}}}}}");
            had.Add((ns, "open"));
        }

        for (var step = 0; step < Steps; step++)
        {
            var ns = tenants[random.Next(2)];
            if (random.Next(4) == 0)
            {
                var isSilent = random.Next(2) == 0;
                _source.Faults.Clear();
                if (isSilent) _source.Faults.Add(new Fault { Effect = FaultEffect.Answer(503), Times = int.MaxValue });
                history.AppendLine(CultureInfo.InvariantCulture, $"{step}: the source is silent: {isSilent}");
            }
            else
            {
                var user = random.GetItems(["a", "b", "stranger", "nobody"], 1)[0];
                had.Add((ns, user));
                await LogInAsync(ns, step, user);
                history.AppendLine(CultureInfo.InvariantCulture, $"{step}: {ns} logs in as {user}");
            }

            foreach (var tenant in tenants) await CheckAsync(tenant, had, $"seed {seed}:\n{history}");
        }

        // What a tenant has at the end, its pods get, and no more.
        _source.Faults.Clear();
        foreach (var (ns, user) in new[] { (tenants[0], "a"), (tenants[1], "stranger") })
        {
            had.Add((ns, user));
            await LogInAsync(ns, Steps, user);
            await Eventually.True(async () => (await CopiesAsync(ns)).Contains(user == "a" ? "a" : "open"));
        }

        foreach (var tenant in tenants) await CheckAsync(tenant, had, $"seed {seed}:\n{history}");
    }

    private async Task CheckAsync(string ns, HashSet<(string Namespace, string Owner)> had, string history)
    {
        foreach (var owner in await CopiesAsync(ns))
            Assert.True(had.Contains((ns, owner)), $"a pod in {ns} gets the copy of {owner}'s image; {history}");
    }

    /// <summary>The owners of the images whose copies a new pod runs from.</summary>
    private async Task<IReadOnlyList<string>> CopiesAsync(string ns)
    {
        var review = Reviews.OfPod(Reviews.Pod(Owners.Select(Image)));
        review["request"]!["namespace"] = ns;
        using var answer = await _http.PostAsync(
            new Uri(OperatorHost.Webhooks(_operator), "/mutate-pods"),
            new StringContent(review.ToJsonString(), Encoding.UTF8, "application/json"));
        var response = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["response"]!;
        if ((string?)response["patch"] is not { } patch) return [];
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(patch));
        return [.. Owners.Where(
            owner => text.Contains($"{_target.Host}/{_source.Host.Replace(':', '_')}/{owner}/app", StringComparison.Ordinal))];
    }

    private string Image(string owner) => $"{_source.Host}/{owner}/app:v1";

    /// <summary>The workload of a namespace names a new secret, which is looked at at once.</summary>
    private async Task LogInAsync(string ns, int step, string user)
    {
        var config = $$$"""{"auths": {"{{{_source.Host}}}": {"username": "{{{user}}}", "password": "{{{user}}}"} } }""";
        await cluster.ApplyAsync<V1Secret>($$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: pull-{{step}}, namespace: {{ns}} }
            type: kubernetes.io/dockerconfigjson
            data: {.dockerconfigjson: {{Convert.ToBase64String(Encoding.UTF8.GetBytes(config))}} }
            """);
        var containers = string.Join(", ", Owners.Select(owner => $"{{name: {owner}, image: '{Image(owner)}'}}"));
        await cluster.ApplyAsync<Deployment>($$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: {{ns}} }
            spec:
              selector: {matchLabels: {app: web} }
              template:
                metadata: {labels: {app: web} }
                spec: {imagePullSecrets: [{name: pull-{{step}} }], containers: [{{containers}}]}
            """);
    }
}
