using System.Globalization;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Resources;
using k8s.Models;

namespace ImageCloneOperator.EndToEnd.Tests.Workloads;

/// <summary>Policies, workloads and pods come, change and go in a random order: no pod is ever touched.</summary>
public sealed class PodSequenceTests : SceneTests
{
    private const int Steps = 60;
    private const int Seed = 14;

    private readonly Random _random = new(Seed);
    private int _changes;

    private string Original => Scene.Image(Scene.Name, "1.0");

    [Fact]
    public async Task No_pod_ever_has_a_finalizer_or_a_field_of_the_operator_in_any_sequence()
    {
        await World.PushAsync(Scene.Name, "1.0");
        using var end = new CancellationTokenSource();
        var touched = new List<string>();
        var watching = WatchAsync(touched, end.Token);

        for (var step = 0; step < Steps; step++) await StepAsync(step);

        await Scene.ApplyPolicyAsync("workloadKinds: [Deployment, Pod]");
        await World.Kubectl.RunAsync("run", "last", "-n", Scene.Name, $"--image={Original}");
        await Scene.BackupAsync(Original);
        // What nobody can copy holds no pod either.
        await World.Kubectl.RunAsync("run", "hopeless", "-n", Scene.Name, "--image=registry.invalid/hopeless:1");
        await Scene.BackupAsync("registry.invalid/hopeless:1", "Reconciling");
        await World.Kubectl.RunAsync("delete", "pod", "hopeless", "last", "-n", Scene.Name, "--now", "--wait", "--timeout=60s");
        await end.CancelAsync();
        await watching;

        Assert.Empty(touched);
        Assert.InRange(_changes, Steps / 2, int.MaxValue);
    }

    private async Task StepAsync(int step)
    {
        var name = $"pod-{_random.Next(4)}";
        await (_random.Next(9) switch
        {
            0 or 1 => Scene.ApplyPolicyAsync(RandomPolicy()),
            2 => World.Kubectl.RunAsync("delete", "backuppolicy", Scene.Name, "--ignore-not-found", "--wait=false"),
            3 or 4 => World.Kubectl.TryAsync(null, "run", name, "-n", Scene.Name, $"--image={RandomImage()}"),
            5 => World.Kubectl.RunAsync("delete", "pod", name, "-n", Scene.Name, "--ignore-not-found", "--wait=false"),
            6 => World.Kubectl.ApplyAsync(Scene.Deployment("web", RandomImage())),
            7 => World.Kubectl.RunAsync("delete", "deployment", "web", "-n", Scene.Name, "--ignore-not-found", "--wait=false"),
            _ => ChangeAsync(name, step),
        });
    }

    private Task<ShellResult> ChangeAsync(string name, int step) => _random.Next(3) switch
    {
        0 => World.Kubectl.TryAsync(null, "label", "pod", name, "-n", Scene.Name, "--overwrite", $"step={step}"),
        1 => World.Kubectl.TryAsync(null, "annotate", "pod", name, "-n", Scene.Name, "--overwrite", $"imageclone.dev/skip={Coin()}"),
        _ => World.Kubectl.TryAsync(null, "debug", name, "-n", Scene.Name, $"--image={RandomImage()}", "--attach=false"),
    };

    private string RandomPolicy()
    {
        var kinds = _random.Next(3) == 0 ? "Deployment" : "Deployment, Pod";
        string[] modes = ["None", "Workload", "Pod"];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"workloadKinds: [{kinds}]\n  suspend: {(_random.Next(5) == 0 ? "true" : "false")}\n  "
                + $"deletionProtection: {{enabled: {Coin()}}}\n  rewrite: {{mode: {modes[_random.Next(modes.Length)]}}}\n  "
                + $"images: {{runningDigests: {Coin()}}}");
    }

    /// <summary>Some cannot be copied: what waits for them must hold no pod.</summary>
    private string RandomImage() => _random.Next(3) == 0 ? "registry.invalid/app:1" : Original;

    private string Coin() => _random.Next(2) == 0 ? "true" : "false";

    private async Task WatchAsync(List<string> touched, CancellationToken cancellationToken)
    {
        var pods = ResourceType.Metadata(new ApiResource("", "v1", "pods", "Pod"), World.Cluster.Client.Json);
        var options = new WatchOptions { Namespace = Scene.Name, MetadataOnly = true };
        try
        {
            while (true)
            {
                await foreach (var change in World.Cluster.Client.WatchAsync(pods, options, cancellationToken))
                {
                    _changes++;
                    if (IsTouched(change.Object.Metadata)) touched.Add($"{change.Type} {change.Object.Metadata.Name}");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static bool IsTouched(V1ObjectMeta pod) =>
        pod.Finalizers?.Any(finalizer => finalizer.StartsWith("imageclone.dev/", StringComparison.Ordinal)) is true
        || pod.ManagedFields?.Any(fields => fields.Manager == "image-clone-operator") is true;
}
