using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Tenancy;

/// <summary>A tenant's images do not keep an administrator from deleting the tenant's namespace.</summary>
public sealed class NamespaceDeletionTests : SceneTests
{
    private RegistryServer _slow = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _slow = await RegistryServer.StartAsync(new RegistryOptions());
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _slow.DisposeAsync();
    }

    [Fact]
    public async Task Namespace_goes_a_minute_after_its_deletion_while_its_source_trickles_and_the_policy_says_what_was_lost()
    {
        _slow.Faults.Add(new Fault
        {
            Method = "GET",
            Kind = RequestKind.Blob,
            Times = int.MaxValue,
            Effect = new FaultEffect { ResponseBytesPerSecond = 1 },
        });
        await new SampleRepository(_slow.Samples, "slow").ImageAsync(new SampleImage(new SampleLayer(Scene.Name, 20_000)), "1.0");
        var scene = Scene.Between(source: _slow.Host);
        await scene.ApplyPolicyAsync($"sources: {{registries: [{{host: '{_slow.Host}', plainHttp: true}}]}}");
        await World.Kubectl.ApplyAsync(scene.Deployment("web", scene.Image("slow", "1.0")));
        await scene.HeldAsync("deployment", "web");

        await World.Kubectl.RunAsync("delete", "namespace", scene.Name, "--wait", "--timeout=90s");

        var told = await scene.EventAsync("BackupIncomplete", scene.Name, "default");
        Assert.Contains($"Deployment {scene.Name}/web", told, StringComparison.Ordinal);
        Assert.Contains(scene.Image("slow", "1.0"), told, StringComparison.Ordinal);
    }
}
