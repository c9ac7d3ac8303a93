namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>Tests of which each plays in a scene of its own, at the same time as others.</summary>
public abstract class SceneTests : IAsyncLifetime
{
    private protected World World { get; private set; } = null!;

    private protected Scene Scene { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        World = await World.SharedAsync();
        Scene = await Scene.CreateAsync(World);
    }

    public virtual async Task DisposeAsync() => await Scene.DisposeAsync();
}
