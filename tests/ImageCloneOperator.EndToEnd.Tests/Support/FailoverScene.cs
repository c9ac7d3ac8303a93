using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>A scene with a source of its own, to be stopped and started, under a policy that looks at it every second.</summary>
internal sealed class FailoverScene : IAsyncDisposable
{
    private readonly Kubectl _kubectl;

    private FailoverScene(Kubectl kubectl, Scene scene, RegistryProcess source) => (_kubectl, Scene, Source) = (kubectl, scene, source);

    public Scene Scene { get; }

    public RegistryProcess Source { get; }

    public static async Task<FailoverScene> StartAsync(Kubectl kubectl, Scene scene)
    {
        var source = await DockerRegistry.StartAsync();
        return new FailoverScene(kubectl, scene.Between(source: source.Host), source);
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    /// <param name="more">Further fields of the spec, in YAML.</param>
    public Task ApplyPolicyAsync(
        string mode, int failureThreshold = 2, string recoverAfter = "2s", string more = "retention: {}") => Scene.ApplyPolicyAsync(
        $"{more}\n  rewrite: {{mode: {mode}, when: SourceUnavailable, sourceCheck: {{interval: 1s, "
            + $"failureThreshold: {failureThreshold}, recoverAfter: {recoverAfter}}}}}");

    /// <summary>Pushes an image, and lets a workload of its name use it until it is backed up.</summary>
    /// <param name="kind">A DaemonSet's generation counts its rollouts, a Deployment's its annotations as well.</param>
    /// <returns>The name of its ImageBackup.</returns>
    public async Task<string> BackUpAsync(string repository, string kind = "Deployment")
    {
        await PushAsync(repository);
        await _kubectl.ApplyAsync(Scene.Workload("apps/v1", kind, repository, Image(repository)));
        return (string)(await BackupAsync(repository))["metadata"]!["name"]!;
    }

    public Task PushAsync(string repository)
    {
        var images = new SampleRepository(new HttpSampleTarget(new HttpClient { BaseAddress = Source.Address }), repository);
        return images.ImageAsync(new SampleImage(new SampleLayer(repository, 20_000)), "1.0");
    }

    public async Task DeleteAsync(string repository, string digest)
    {
        using var http = new HttpClient();
        using var deleted = await http.DeleteAsync(new Uri(Source.Address, $"v2/{repository}/manifests/{digest}"));
        deleted.EnsureSuccessStatusCode();
    }

    public string Image(string repository) => Scene.Image(repository, "1.0");

    public async Task<string> CopyAsync(string repository) => (string)(await BackupAsync(repository))["spec"]!["target"]!;

    public Task<JsonNode> BackupAsync(string repository) => Scene.BackupAsync(Image(repository));

    public async Task<JsonObject> StateAsync(string repository) => (await BackupAsync(repository))["status"]!["source"]!.AsObject();

    /// <summary>Waits until the condition SourceAvailable has this status.</summary>
    public async Task<JsonNode> AvailableAsync(string repository, string status)
    {
        JsonNode? condition = null;
        await Eventually.InClusterAsync($"SourceAvailable of {repository} is {status}", async () =>
            (string?)(condition = Scene.Condition(await BackupAsync(repository), "SourceAvailable"))?["status"] == status);
        return condition!;
    }
}
