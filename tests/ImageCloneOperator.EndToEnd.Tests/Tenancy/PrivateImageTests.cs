using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Tenancy;

/// <summary>A tenant does not get another's private image by way of its copy.</summary>
public sealed class PrivateImageTests : SceneTests
{
    private const string ModeWorkload = "rewrite: {mode: Workload}\n  verifyInterval: 2s";
    private const string ModePod = "rewrite: {mode: Pod}\n  verifyInterval: 2s";

    private PrivateSource _source = null!;
    private Scene _scene = null!;

    /// <summary>Without any right at the source.</summary>
    private Scene _other = null!;

    private string Image => _scene.Image(_scene.Name, "1.0");

    private string Copy => $"{World.Target.Host}/{_scene.CopyOf(_scene.Name)}:1.0";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _source = await PrivateSource.StartAsync(World.Kubectl);
        _scene = Scene.Between(source: _source.Registry.Host);
        _other = await _scene.NeighbourAsync();
        await _source.PushAsync(_scene.Name);
        await _source.PullSecretAsync(_scene.Name, "owner");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await World.Kubectl.RunAsync("delete", "namespace", _other.Name, "--ignore-not-found", "--wait=false");
        await _source.DisposeAsync();
    }

    [Fact]
    public async Task Template_of_tenant_whom_the_source_refuses_keeps_its_image_until_the_tenant_has_a_right_of_its_own()
    {
        await _scene.ApplyPolicyAsync(ModeWorkload);
        await World.Kubectl.ApplyAsync(PrivateSource.Pulling(_scene.Deployment("web", Image)));
        await World.Kubectl.ApplyAsync(_other.Deployment("web", Image));

        await new RewriteScene(World.Kubectl, _scene).HasAsync("deployment", "web", Copy);
        Assert.Contains(
            $"its source does not give it to namespace {_other.Name}",
            await _other.EventAsync("CopyWithheld", "web"),
            StringComparison.Ordinal);
        Assert.Equal([Image], RewriteScene.Images(await OthersAsync()));
        await Eventually.InClusterAsync("the policy says so", async () =>
            (string?)Scene.Condition(
                (await World.Kubectl.GetAsync("backuppolicy", Scene.Name))!, "CopiesWithheld")?["message"] is { } message
            && message.Contains($"{Image} from {_other.Name}", StringComparison.Ordinal));

        await _source.PullSecretAsync(_other.Name, "other");
        await World.Kubectl.ApplyAsync(PrivateSource.Pulling(_other.Deployment("web", Image)));

        await new RewriteScene(World.Kubectl, _other).HasAsync("deployment", "web", Copy);
        await Eventually.InClusterAsync("the policy says it no more", async () =>
            Scene.Condition((await World.Kubectl.GetAsync("backuppolicy", Scene.Name))!, "CopiesWithheld") is null);
    }

    [Fact]
    public async Task Pods_of_tenant_whom_the_source_refuses_run_from_the_source()
    {
        await _scene.ApplyPolicyAsync(ModePod);
        await World.Kubectl.ApplyAsync(PrivateSource.Pulling(_scene.Deployment("web", Image)));
        await World.Kubectl.ApplyAsync(_other.Deployment("web", Image));
        await _scene.BackupAsync(Image);

        await Eventually.InClusterAsync("the owner's pods run from the copy", async () =>
        {
            await World.Kubectl.RunAsync("delete", "pods", "-n", _scene.Name, "-l", "app=web", "--wait=false");
            return (await PodsAsync(_scene)).Any(image => image == Copy);
        });
        await World.Kubectl.RunAsync("delete", "pods", "-n", _other.Name, "-l", "app=web", "--wait=false");
        await _other.EventAsync("CopyWithheld", "web");

        await Eventually.InClusterAsync("the other tenant has a pod", async () => (await PodsAsync(_other)).Count > 0);
        Assert.All(await PodsAsync(_other), image => Assert.Equal(Image, image));
    }

    [Fact]
    public async Task Copy_serves_those_whom_the_policy_shares_its_secret_with_and_nobody_else()
    {
        await _source.PullSecretAsync("image-clone-system", "owner", _scene.Name);
        try
        {
            await _scene.ApplyPolicyAsync(
                ModeWorkload + $"\n  sources: {{secretRefs: [{{name: {_scene.Name}, namespaces: {{matchLabels: {{team: a}}}}}}]}}");
            await World.Kubectl.RunAsync("label", "namespace", _scene.Name, "team=a");
            await World.Kubectl.ApplyAsync(_scene.Deployment("web", Image));
            await World.Kubectl.ApplyAsync(_other.Deployment("web", Image));

            await new RewriteScene(World.Kubectl, _scene).HasAsync("deployment", "web", Copy);
            await _other.EventAsync("CopyWithheld", "web");
            Assert.Equal([Image], RewriteScene.Images(await OthersAsync()));

            await World.Kubectl.RunAsync("label", "namespace", _other.Name, "team=a");

            await new RewriteScene(World.Kubectl, _other).HasAsync("deployment", "web", Copy);

            await World.Kubectl.RunAsync("label", "namespace", _other.Name, "team-");

            await new RewriteScene(World.Kubectl, _other).CleanAsync("deployment", "web", Image);
            Assert.Equal([Copy], RewriteScene.Images(await new RewriteScene(World.Kubectl, _scene).WorkloadAsync("deployment", "web")));
        }
        finally
        {
            await World.Kubectl.RunAsync("delete", "secret", _scene.Name, "-n", "image-clone-system");
        }
    }

    private Task<JsonNode> OthersAsync() => new RewriteScene(World.Kubectl, _other).WorkloadAsync("deployment", "web");

    private async Task<List<string>> PodsAsync(Scene scene) =>
        [.. (await World.Kubectl.ListAsync("pods", "app=web", scene.Name))
            .Where(pod => pod["metadata"]!["deletionTimestamp"] is null)
            .Select(pod => (string)pod["spec"]!["containers"]![0]!["image"]!)];
}
