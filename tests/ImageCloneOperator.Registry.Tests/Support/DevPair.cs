using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;

namespace ImageCloneOperator.Registry.Tests.Support;

/// <summary>A source with an image and a target, both failing on demand, and the client under test.</summary>
internal sealed class DevPair : IAsyncDisposable
{
    private DevPair(RegistryServer source, RegistryServer target, Copies copies) => (Source, Target, Copies) = (source, target, copies);

    public RegistryServer Source { get; }

    public RegistryServer Target { get; }

    public Copies Copies { get; }

    public string SourceImage => $"{Source.Host}/team/app:v1";

    public string TargetImage => $"{Target.Host}/backup/app:v1";

    public static async Task<DevPair> StartAsync(
        RegistryOptions? source = null,
        RegistryOptions? target = null,
        Func<RegistryClientOptions, RegistryClientOptions>? configure = null) => new(
        await RegistryServer.StartAsync(source ?? new RegistryOptions()),
        await RegistryServer.StartAsync(target ?? new RegistryOptions()),
        new Copies(configure));

    public async Task PushAsync(SampleManifest image, string repository = "team/app", string tag = "v1")
    {
        using var pusher = new Pusher(Source.Host);
        await pusher.PushAsync(repository, tag, image);
        Source.Requests.Clear();
    }

    public Task<CopyResult> CopyAsync() => Copies.CopyAsync(SourceImage, TargetImage);

    /// <summary>Fails, and the target's tag is as it was: this image, or none.</summary>
    public async Task<RegistryException> CopyFailsAsync(SampleManifest? before = null)
    {
        var failure = await Assert.ThrowsAsync<RegistryException>(CopyAsync);
        Target.Faults.Clear();
        if (before is null) Assert.Null(await TagAsync());
        else await AssertArrivedAsync(before);
        return failure;
    }

    /// <summary>The tag, and everything below it, is at the target byte for byte.</summary>
    public async Task AssertArrivedAsync(SampleManifest image, string repository = "backup/app", string tag = "v1")
    {
        Target.Faults.Clear();
        Target.Quirks = RegistryQuirks.None;
        using var puller = new Puller(Target.Host);
        Assert.Equal(image.Content, await puller.ManifestAsync(repository, tag));
        await puller.AssertCompleteAsync(repository, image);
    }

    public Fault FaultAtSource(RequestKind kind, FaultEffect effect, string method = "GET", int times = 1, int after = 0) =>
        Source.Faults.Add(new Fault { Method = method, Kind = kind, Effect = effect, Times = times, After = after });

    public Fault FaultAtTarget(RequestKind kind, FaultEffect effect, string method, int times = 1, int after = 0) =>
        Target.Faults.Add(new Fault { Method = method, Kind = kind, Effect = effect, Times = times, After = after });

    public async ValueTask DisposeAsync()
    {
        Copies.Dispose();
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }

    private async Task<byte[]?> TagAsync()
    {
        using var puller = new Puller(Target.Host);
        return await puller.ManifestAsync("backup/app", "v1");
    }
}
