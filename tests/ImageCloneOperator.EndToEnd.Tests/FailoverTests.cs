using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests;

/// <summary>A source goes, and comes back; each test has one of its own to stop.</summary>
public sealed class FailoverTests : SceneTests
{
    private DockerRegistry _source = null!;
    private Scene _scene = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _source = await DockerRegistry.StartAsync();
        _scene = Scene.Between(source: _source.Host);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _source.DisposeAsync();
    }

    [Fact]
    public async Task A_source_that_is_gone_is_said_so_and_that_it_is_back()
    {
        var name = await BackedUpAsync("app", "1.0");
        await AvailableAsync("app", "1.0", "True");

        await _source.StopAsync();
        var gone = await AvailableAsync("app", "1.0", "False");
        Assert.Equal("SourceUnreachable", (string?)gone["reason"]);
        Assert.Contains("the connection failed", (string?)gone["message"], StringComparison.Ordinal);
        Assert.Contains("The copy takes its place", await _scene.EventAsync("SourceUnreachable", name, "default"), StringComparison.Ordinal);

        await _source.StartAsync();
        Assert.Equal("SourceReachable", (string?)(await AvailableAsync("app", "1.0", "True"))["reason"]);
        await _scene.EventAsync("SourceReachable", name, "default");
    }

    [Fact]
    public async Task A_tag_that_is_deleted_at_its_source_is_unavailable_and_no_other()
    {
        var digest = await World.PushAsync(_source, "app", "1.0");
        await BackedUpAsync("app", "1.0");
        await BackedUpAsync("other", "1.0");

        await DeleteAsync("app", digest);

        Assert.Contains("no such manifest", (string?)(await AvailableAsync("app", "1.0", "False"))["message"], StringComparison.Ordinal);
        await AvailableAsync("other", "1.0", "True");
    }

    [Fact]
    public async Task A_source_that_answers_only_briefly_does_not_flap()
    {
        var name = await BackedUpAsync("app", "1.0", recoverAfter: "1h");
        await _source.StopAsync();
        var since = (string?)(await AvailableAsync("app", "1.0", "False"))["lastTransitionTime"];

        await _source.StartAsync();
        await Wait.UntilAsync("it is seen to answer", async () => (await SourceAsync("app", "1.0"))["answeringSince"] is not null);
        await _source.StopAsync();
        await Wait.UntilAsync("it is seen to fail again", async () => (await SourceAsync("app", "1.0"))["answeringSince"] is null);

        Assert.Equal(since, (string?)(await AvailableAsync("app", "1.0", "False"))["lastTransitionTime"]);
        Assert.Single(await World.Kubectl.ListAsync("events", @namespace: "default"), e => (string?)e["involvedObject"]!["name"] == name && (string?)e["reason"] == "SourceUnreachable");
    }

    [Fact]
    public async Task When_the_policy_no_longer_asks_nothing_of_it_is_left()
    {
        await BackedUpAsync("app", "1.0", recoverAfter: "1h");
        await _source.StopAsync();
        await AvailableAsync("app", "1.0", "False");

        await _scene.ApplyPolicyAsync("rewrite: {mode: Pod, when: Ready}");

        await Wait.UntilAsync("the condition is gone", async () => Scene.Condition(await BackupAsync("app", "1.0"), "SourceAvailable") is null);
        Assert.Equal(["digest", "mediaType"], (await SourceAsync("app", "1.0")).AsObject().Select(field => field.Key).Order());
    }

    /// <summary>Pushes an image, and lets a workload use it until it is backed up.</summary>
    /// <returns>The name of its ImageBackup.</returns>
    private async Task<string> BackedUpAsync(string repository, string tag, string recoverAfter = "2s")
    {
        await World.PushAsync(_source, repository, tag);
        await _scene.ApplyPolicyAsync($"rewrite: {{mode: Pod, when: SourceUnavailable, sourceCheck: {{interval: 1s, failureThreshold: 2, recoverAfter: {recoverAfter}}}}}");
        await World.Kubectl.ApplyAsync(_scene.Deployment(repository, _scene.Image(repository, tag)));
        return (string)(await _scene.BackupAsync(_scene.Image(repository, tag)))["metadata"]!["name"]!;
    }

    private Task<JsonNode> BackupAsync(string repository, string tag) => _scene.BackupAsync(_scene.Image(repository, tag));

    private async Task<JsonNode> SourceAsync(string repository, string tag) => (await BackupAsync(repository, tag))["status"]!["source"]!;

    /// <summary>Waits until the condition SourceAvailable has this status.</summary>
    private async Task<JsonNode> AvailableAsync(string repository, string tag, string status)
    {
        JsonNode? condition = null;
        await Wait.UntilAsync($"SourceAvailable of {repository}:{tag} is {status}", async () =>
            (string?)(condition = Scene.Condition(await BackupAsync(repository, tag), "SourceAvailable"))?["status"] == status);
        return condition!;
    }

    private async Task DeleteAsync(string repository, string digest)
    {
        using var http = new HttpClient();
        using var answer = await http.DeleteAsync(new Uri(_source.Address, $"v2/{repository}/manifests/{digest}"));
        answer.EnsureSuccessStatusCode();
    }
}
