using ImageCloneOperator.EndToEnd.Tests.Support;

namespace ImageCloneOperator.EndToEnd.Tests.Tenancy;

/// <summary>Nobody has the operator look around in its own network by naming images.</summary>
public sealed class RefusedAddressTests(FaultWorld world) : IClassFixture<FaultWorld>
{
    [Fact]
    public async Task Registry_on_loopback_is_asked_only_once_a_policy_names_it()
    {
        await using var @operator = await world.StartOperatorAsync("--refuse-source-addresses", "local");
        await using var scene = await world.SceneAsync();
        await world.PushAsync(scene.Name, "1.0");
        var image = scene.Image(scene.Name, "1.0");
        await scene.ApplyPolicyAsync();
        await world.Kubectl.ApplyAsync(scene.Deployment("web", image, "127.0.0.1:1/closed:1.0"));
        world.Source.Requests.Clear();

        var refused = await scene.BackupBecomesAsync(image, "AddressRefused");
        var closed = await scene.BackupBecomesAsync("127.0.0.1:1/closed:1.0", "AddressRefused");

        Assert.Equal(After(Scene.Message(closed)), After(Scene.Message(refused)));
        Assert.Empty(world.Source.Requests.All);
        Assert.True(Scene.Is(await scene.PolicyBecomesAsync("ImagesFailed"), "Ready"));

        await scene.ApplyPolicyAsync($"sources: {{registries: [{{host: '{world.Source.Host}', plainHttp: true}}]}}");
        await scene.BackupAsync(image);
    }

    private static string After(string message) => message[message.IndexOf(": ", StringComparison.Ordinal)..];
}
