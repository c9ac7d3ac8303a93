using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

/// <summary>The list of copies that the target itself holds.</summary>
public sealed class CatalogTests : SceneTests
{
    [Fact]
    public async Task Catalogue_at_the_target_names_each_image_its_copy_and_its_user()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));
        await Scene.BackupBecomesAsync(Scene.Image(Scene.Name, "1.0"), "Copied");

        var uid = (string)(await World.Kubectl.GetAsync("namespace", "kube-system"))!["metadata"]!["uid"]!;
        var repository = new Uri($"http://{World.Target.Host}/v2/{Scene.Name}/imageclone-catalog/");
        using var http = new HttpClient { BaseAddress = repository };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/vnd.oci.image.manifest.v1+json, */*");
        await Eventually.InClusterAsync("the catalogue is written", async () =>
            (await http.GetAsync(new Uri($"manifests/{uid[..8]}.{Scene.Name}", UriKind.Relative))).IsSuccessStatusCode);

        var manifest = JsonNode.Parse(await http.GetStringAsync(new Uri($"manifests/{uid[..8]}.{Scene.Name}", UriKind.Relative)))!;
        var layer = Assert.Single(manifest["layers"]!.AsArray())!;
        var catalogue = JsonNode.Parse(await http.GetStringAsync(new Uri($"blobs/{layer["digest"]}", UriKind.Relative)))!;
        var image = Assert.Single(catalogue["images"]!.AsArray())!;
        Assert.Equal(Scene.Image(Scene.Name, "1.0"), (string?)image["source"]);
        Assert.True((bool)image["ready"]!);
        Assert.Equal(await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"), (string?)image["digest"]);
        Assert.Equal($"Deployment/{Scene.Name}/web", (string?)Assert.Single(image["users"]!.AsArray()));
    }
}
