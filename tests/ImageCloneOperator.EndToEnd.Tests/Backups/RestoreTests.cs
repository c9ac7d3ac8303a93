using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

/// <summary>A cluster and its source registry are gone; what is left is the target.</summary>
public sealed class RestoreTests : SceneTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("restore-");
    private RegistryProcess _source = null!;
    private RegistryProcess _empty = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _source = await DockerRegistry.StartAsync();
        _empty = await DockerRegistry.StartAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _source.DisposeAsync();
        await _empty.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Lost_cluster_comes_back_from_its_target_alone()
    {
        var scene = Scene.Between(source: _source.Host);
        var image = scene.Image("team/app", "1.0");
        var digest = await World.PushAsync(_source, "team/app", "1.0");
        var manifest = scene.Deployment("web", image);
        await scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(manifest);
        await scene.BackupBecomesAsync(image, "Copied");
        var catalogue = await CatalogueAsync();

        await World.Kubectl.RunAsync("delete", "deployment", "web", "-n", Scene.Name);
        await World.Kubectl.RunAsync("delete", "backuppolicy", Scene.Name, "--wait", "--timeout=60s");
        await _source.StopAsync();
        var archive = $"oci-archive:{_folder.FullName}/backup.tar";
        await ProgramAsync("copy", "--catalog", catalogue, archive);

        var to = $"{_empty.Host}/again";
        var repository = $"again/{_source.Host.Replace(':', '_')}/team/app";
        Assert.Contains("1 of 1 images", await ProgramAsync("verify", "--catalog", catalogue, "--deep"), StringComparison.Ordinal);
        await ProgramAsync("restore", "--catalog", catalogue, "--to", to);
        Assert.Equal(digest, await World.DigestAsync(_empty, repository, "1.0"));
        Assert.Contains(
            $"image: {_empty.Host}/{repository}:1.0\n", await KustomizedAsync(catalogue, to, manifest), StringComparison.Ordinal);
        // And once from the file.
        await ProgramAsync("restore", "--catalog", archive, "--to", $"{_empty.Host}/file");
        Assert.Equal(digest, await World.DigestAsync(_empty, repository.Replace("again/", "file/", StringComparison.Ordinal), "1.0"));
    }

    private async Task<string> CatalogueAsync()
    {
        var uid = (string)(await World.Kubectl.GetAsync("namespace", "kube-system"))!["metadata"]!["uid"]!;
        var (repository, tag) = ($"{Scene.Name}/imageclone-catalog", $"{uid[..8]}.{Scene.Name}");
        await Eventually.InClusterAsync(
            "the catalogue is written", async () => await World.DigestAsync(World.Target, repository, tag) is not null);
        return $"{World.Target.Host}/{repository}:{tag}";
    }

    /// <summary>The manifest as kubectl would apply it with the mapping.</summary>
    private static async Task<string> KustomizedAsync(string catalogue, string to, string manifest)
    {
        var folder = Directory.CreateTempSubdirectory("kustomize-");
        try
        {
            var mapping = await ProgramAsync("restore", "--catalog", catalogue, "--to", to, "--map", "kustomize");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "web.yaml"), manifest);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "kustomization.yaml"), $"resources: [web.yaml]\n{mapping}");
            return (await Shell.RunAsync("kubectl", ["kustomize", folder.FullName])).Require();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> ProgramAsync(params IEnumerable<string> arguments) => (await Shell.RunAsync(
        ProgramUnderTest.File, ProgramUnderTest.Arguments(arguments), input: null, ("DOCKER_CONFIG", "/nowhere"))).Require();
}
