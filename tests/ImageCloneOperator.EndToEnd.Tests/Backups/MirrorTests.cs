using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Backups;

public sealed class MirrorTests : SceneTests
{
    [Fact]
    public async Task An_image_whose_own_registry_is_gone_is_read_from_its_mirror_and_keeps_its_name()
    {
        var digest = await World.PushAsync(Scene.Name, "1.0");
        var image = $"127.0.0.1:1/{Scene.Name}:1.0";
        await Scene.ApplyPolicyAsync($"sources: {{registries: [{{host: '127.0.0.1:1', plainHttp: true, mirror: '{World.Source.Host}'}}]}}");
        await World.Kubectl.ApplyAsync(Scene.Deployment("web", image));

        var backup = await Scene.BackupAsync(image);

        Assert.Equal(digest, (string?)backup["status"]!["target"]!["digest"]);
        Assert.Equal(digest, await World.DigestAsync(World.Target, $"{Scene.Name}/127.0.0.1_1/{Scene.Name}", "1.0"));
    }
}
