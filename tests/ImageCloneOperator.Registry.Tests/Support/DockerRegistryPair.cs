
namespace ImageCloneOperator.Registry.Tests.Support;

/// <summary>A source and a target that nothing of ours has been part of.</summary>
public sealed class DockerRegistryPair : IAsyncLifetime
{
    public RegistryProcess Source { get; private set; } = null!;

    public RegistryProcess Target { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Source = await DockerRegistry.StartAsync();
        Target = await DockerRegistry.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }
}
