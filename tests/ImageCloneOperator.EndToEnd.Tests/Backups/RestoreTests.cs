using ImageCloneOperator.Core.Images;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.KubeApi;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

/// <summary>
/// The drill: a cluster and its source registry are gone, and what is left is the target. Whatever KUBECONFIG says, it is no other's
/// cluster that is lost here.
/// </summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("restore-");
    private World _world = null!;
    private RegistryProcess _source = null!;
    private RegistryProcess _target = null!;
    private RegistryProcess _empty = null!;

    private string Archive => $"oci-archive:{_folder.FullName}/backup.tar";

    public async Task InitializeAsync()
    {
        _world = await World.SharedAsync();
        _source = await DockerRegistry.StartAsync();
        _target = await DockerRegistry.StartAsync();
        _empty = await DockerRegistry.StartAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var registry in new[] { _source, _target, _empty }) await registry.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Lost_cluster_comes_back_from_its_target_alone_and_once_more_from_a_file()
    {
        var scene = await LoseClusterAsync();
        await _source.StopAsync();
        var catalogue = Catalogue(scene);
        await ProgramAsync("copy", "--catalog", catalogue, Archive);

        Assert.Contains("1 of 1 images", await ProgramAsync("verify", "--catalog", catalogue, "--deep"), StringComparison.Ordinal);
        var cluster = await LiveCluster.OwnAsync(new ApiServerOptions { RunWorkloads = true, CanPull = CanPullAsync });
        try
        {
            await cluster.Kubectl.RunAsync("create", "namespace", scene.Name);
            await RestoreAsync(catalogue, "again");
            await StartsFromAsync(catalogue, "again", scene, cluster.Kubectl);

            await _target.StopAsync();
            Assert.Contains("1 of 1 images", await ProgramAsync("verify", "--catalog", Archive, "--deep"), StringComparison.Ordinal);
            await RestoreAsync(Archive, "file");
            await StartsFromAsync(Archive, "file", scene, cluster.Kubectl);
        }
        finally
        {
            await cluster.DisposeAsync();
        }
    }

    /// <summary>A cluster whose image was backed up, with its catalogue, and that is gone then.</summary>
    private async Task<Scene> LoseClusterAsync()
    {
        var cluster = await LiveCluster.OwnAsync(new ApiServerOptions { RunWorkloads = true });
        try
        {
            var kubeconfig = await OperatorInstallation.InstallAsync(cluster.Kubectl, _folder.FullName);
            await using var program = new OperatorProcess(kubeconfig, "--cluster-name", "lost");
            await program.StartAsync();
            var scene = await Scene.CreateAsync(new Place(cluster.Kubectl, _source.Host, _target.Host));
            await _world.PushAsync(_source, "team/app", "1.0");
            await scene.ApplyPolicyAsync();
            await cluster.Kubectl.ApplyAsync(Manifest(scene));
            await Eventually.InClusterAsync("the catalogue is written", async () =>
                await _world.DigestAsync(_target, $"{scene.Name}/imageclone-catalog", $"lost.{scene.Name}") is not null);
            // Nodes are told the same by the cluster and by the catalogue.
            Assert.Equal(
                await ProgramAsync("mirror-config", "--for", "k3s", "--catalog", Catalogue(scene), "--plain-http", _target.Host),
                await ProgramAsync(
                    "mirror-config", "--for", "k3s", "--policy", scene.Name, "--kubeconfig", cluster.KubeconfigPath));
            return scene;
        }
        finally
        {
            await cluster.DisposeAsync();
        }
    }

    private string Catalogue(Scene scene) => $"{_target.Host}/{scene.Name}/imageclone-catalog:lost.{scene.Name}";

    private async Task RestoreAsync(string catalogue, string prefix) =>
        Assert.Contains(
            "copied", await ProgramAsync("restore", "--catalog", catalogue, "--to", $"{_empty.Host}/{prefix}"), StringComparison.Ordinal);

    /// <summary>The manifest is applied as it was, by kubectl with the mapping for kustomize.</summary>
    private async Task StartsFromAsync(string catalogue, string prefix, Scene scene, Kubectl kubectl)
    {
        var mapping = await ProgramAsync("restore", "--catalog", catalogue, "--to", $"{_empty.Host}/{prefix}", "--map", "kustomize");
        var folder = _folder.CreateSubdirectory(prefix).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "web.yaml"), Manifest(scene));
        await File.WriteAllTextAsync(Path.Combine(folder, "kustomization.yaml"), $"resources: [web.yaml]\n{mapping}");
        await kubectl.RunAsync("apply", "-k", folder);

        var image = $"{_empty.Host}/{prefix}/{_source.Host.Replace(':', '_')}/team/app:1.0";
        await Eventually.InClusterAsync($"a pod runs {image}", async () => (await kubectl.ListAsync("pods", @namespace: scene.Name))
            .Any(pod => (string?)pod["status"]?["phase"] == "Running" && (string?)pod["spec"]!["containers"]![0]!["image"] == image));
    }

    private static string Manifest(Scene scene) => scene.Deployment("web", scene.Image("team/app", "1.0"));

    /// <summary>Nodes pull from the registry that was empty, and from no other.</summary>
    private async Task<bool> CanPullAsync(string image, CancellationToken cancellationToken) =>
        ImageReference.Parse(image) is { Tag: { } tag } named
        && named.Registry == _empty.Host
        && await _world.DigestAsync(_empty, named.Repository, tag) is not null;

    private static async Task<string> ProgramAsync(params IEnumerable<string> arguments) => (await Shell.RunAsync(
        ProgramUnderTest.File, ProgramUnderTest.Arguments(arguments), input: null, ("DOCKER_CONFIG", "/nowhere"))).Require();
}
