using ImageCloneOperator.EndToEnd.Tests.Support;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Tenancy;

/// <summary>Nobody's slow or many images keep another's from being copied.</summary>
public sealed class FairSlotTests : SceneTests
{
    /// <summary>More than the operator copies at the same time.</summary>
    private const int Flood = 40;

    private RegistryServer _slow = null!;
    private Scene _attacker = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _slow = await RegistryServer.StartAsync(new RegistryOptions());
        _slow.Faults.Add(new Fault
        {
            Method = "GET",
            Kind = RequestKind.Blob,
            Times = int.MaxValue,
            Effect = new FaultEffect { ResponseBytesPerSecond = 1 },
        });
        _attacker = (await Scene.CreateAsync(World)).Between(source: _slow.Host);
        for (var i = 0; i < Flood; i++)
            await new SampleRepository(_slow.Samples, $"slow-{i}").ImageAsync(new SampleImage(new SampleLayer($"slow-{i}", 20_000)), "1.0");
    }

    public override async Task DisposeAsync()
    {
        await _attacker.DisposeAsync();
        await _slow.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Image_is_copied_while_another_tenant_floods_with_slow_ones_which_give_way()
    {
        string[] flood = [.. Enumerable.Range(0, Flood).Select(i => _attacker.Image($"slow-{i}", "1.0"))];
        await _attacker.ApplyPolicyAsync($"sources: {{registries: [{{host: '{_slow.Host}', plainHttp: true}}]}}");
        await World.Kubectl.ApplyAsync(_attacker.Deployment("flood", flood));
        await Eventually.InClusterAsync("slow copies have begun", () =>
            Task.FromResult(_slow.Requests.Where("GET", RequestKind.Blob).Any()));
        await World.PushAsync(Scene.Name, "1.0");
        await Scene.ApplyPolicyAsync();

        await World.Kubectl.ApplyAsync(Scene.Deployment("web", Scene.Image(Scene.Name, "1.0")));

        await Scene.BackupAsync(Scene.Image(Scene.Name, "1.0"));
        await Eventually.InClusterAsync("a slow copy has given way", async () =>
            (await World.Kubectl.ListAsync("imagebackups", $"imageclone.dev/policy={_attacker.Name}"))
                .Any(backup => Scene.Condition(backup, "Ready") is { } ready
                    && ((string)ready["message"]!).Contains("averaged over a minute", StringComparison.Ordinal)));
    }
}
