using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Verification;

/// <summary>Two clusters have the same target, and one of them no longer uses an image that the other's catalogue names.</summary>
public sealed class SharedTargetTests : SceneTests, IDisposable
{
    private readonly HttpClient _http = new();

    private string Image => Scene.Image(Scene.Name, "1.0");

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Nothing_goes_while_another_clusters_catalogue_cannot_be_read_nor_what_it_names_once_it_can()
    {
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync("retention: {unusedFor: 1s, deleteImages: true}");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Image));
        var backup = await Scene.BackupBecomesAsync(Image, "Copied");
        var catalogue = await OwnCatalogueAsync();

        await WriteOtherAsync(catalogue.Replace("vnd.imageclone.catalog.v1+json", "vnd.other+json", StringComparison.Ordinal));
        await World.Kubectl.RunAsync("delete", "deployment", "web", "-n", Scene.Name, "--wait", "--timeout=60s");

        Assert.Contains("other.web", await Scene.EventAsync("RetentionWaits", Scene.Name, "default"), StringComparison.Ordinal);
        Assert.NotNull(await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"));
        Assert.Single(await BackupsAsync());

        // As the other cluster would write it: it has the image, too.
        await WriteOtherAsync(catalogue);

        var kept = await Scene.EventAsync("ImageKept", (string)backup["metadata"]!["name"]!, "default");
        Assert.Contains("another cluster needs it, as its catalogue other.web says", kept, StringComparison.Ordinal);
        await Eventually.InClusterAsync("the backup goes", async () => (await BackupsAsync()).Count == 0);
        Assert.NotNull(await World.DigestAsync(World.Target, Scene.CopyOf(Scene.Name), "1.0"));
    }

    private Task<IReadOnlyList<JsonNode>> BackupsAsync() =>
        World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={Scene.Name}");

    /// <returns>The manifest of this cluster's catalogue.</returns>
    private async Task<string> OwnCatalogueAsync()
    {
        var uid = (string)(await World.Kubectl.GetAsync("namespace", "kube-system"))!["metadata"]!["uid"]!;
        var tag = $"{uid[..8]}.{Scene.Name}";
        await Eventually.InClusterAsync(
            "the catalogue is written",
            async () => await World.DigestAsync(World.Target, $"{Scene.Name}/imageclone-catalog", tag) is not null);
        using var request = new HttpRequestMessage(HttpMethod.Get, Catalogue(tag));
        request.Headers.TryAddWithoutValidation("Accept", SampleMediaTypes.OciManifest);
        using var answer = await _http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private async Task WriteOtherAsync(string manifest)
    {
        using var content = new StringContent(manifest, new MediaTypeHeaderValue(SampleMediaTypes.OciManifest));
        using var answer = await _http.PutAsync(Catalogue("other.web"), content);
        answer.EnsureSuccessStatusCode();
    }

    private Uri Catalogue(string tag) => new(World.Target.Address, $"v2/{Scene.Name}/imageclone-catalog/manifests/{tag}");
}
