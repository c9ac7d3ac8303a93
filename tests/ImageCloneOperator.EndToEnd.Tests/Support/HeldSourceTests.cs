namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>Tests with an image whose copy does not end before they let it.</summary>
public abstract class HeldSourceTests : SceneTests
{
    private protected HeldSource Source { get; private set; } = null!;

    /// <summary>The same scene, with the held source.</summary>
    private protected Scene HeldScene { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Source = await HeldSource.StartAsync();
        HeldScene = Scene.Between(source: Source.Host);
        await Source.PushAsync(HeldScene.Name, "1.0");
    }

    public override async Task DisposeAsync()
    {
        await Source.DisposeAsync();
        await base.DisposeAsync();
    }
}
