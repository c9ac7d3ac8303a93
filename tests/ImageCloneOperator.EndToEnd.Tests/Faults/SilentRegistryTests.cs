using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Faults;

/// <summary>A registry that takes connections and never answers keeps nobody waiting but its own images.</summary>
public sealed class SilentRegistryTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    /// <summary>More than there are slots for copies, workers for backups, and requests to one host at a time.</summary>
    private const int Many = 20;

    private const int Workers = 16;

    [Fact]
    public async Task Images_of_a_registry_that_never_answers_keep_no_others_waiting()
    {
        var scene = await world.SceneAsync();
        using var silent = SilentHost.Start();
        await world.PushAsync(scene.Name, "1.0");
        await using var running = await world.StartOperatorAsync("--leader-elect", "false");
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("dead", Enumerable.Range(0, Many).Select(i => $"{silent.Host}/app{i}:1.0")));
        await Eventually.InClusterAsync("the registry was asked", () => Task.FromResult(silent.WasCalled));

        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));

        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));
        await scene.BackupBecomesAsync($"{silent.Host}/app0:1.0", "RetryingAfterError");
        await running.TerminateAsync();
    }

    [Fact]
    public async Task Comparisons_with_a_registry_that_never_answers_keep_no_others_waiting()
    {
        var scene = await world.SceneAsync();
        await using var source = await HeldSource.StartAsync();
        source.Release();
        foreach (var i in Enumerable.Range(0, Many)) await source.PushAsync($"app{i}", "latest");
        await world.PushAsync(scene.Name, "1.0");
        await using var running = await world.StartOperatorAsync("--leader-elect", "false");
        await scene.ApplyPolicyAsync("tagRules: [{tags: [latest], images: ['**'], recopy: Always, interval: 10s}]");
        string[] images = [.. Enumerable.Range(0, Many).Select(i => $"{source.Host}/app{i}:latest")];
        await world.Kubectl.ApplyAsync(scene.Deployment("moving", images));
        // The policy has been Ready before its first workload: only the backups tell that every copy is done.
        foreach (var image in images) await scene.BackupAsync(image);
        source.NeverAnswer();
        await Eventually.InClusterAsync(
            "more are compared than workers could wait for", () => Task.FromResult(source.Unanswered >= Workers));

        await world.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image(scene.Name, "1.0")));

        await scene.BackupAsync(scene.Image(scene.Name, "1.0"));
        source.Release();
        await running.TerminateAsync();
    }
}
