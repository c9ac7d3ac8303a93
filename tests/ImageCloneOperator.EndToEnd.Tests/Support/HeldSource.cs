using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>A source whose images can be looked at, but not copied until they are released.</summary>
internal sealed class HeldSource : IAsyncDisposable
{
    private static readonly TimeSpan Forever = TimeSpan.FromHours(1);

    private readonly ManualTimeProvider _time;
    private readonly RegistryServer _registry;

    private Fault? _silence;

    private HeldSource(RegistryServer registry, ManualTimeProvider time) => (_registry, _time) = (registry, time);

    public string Host => _registry.Host;

    public static async Task<HeldSource> StartAsync()
    {
        var time = new ManualTimeProvider();
        var registry = await RegistryServer.StartAsync(new RegistryOptions { Time = time });
        registry.Faults.Add(
            new Fault { Method = "GET", Kind = RequestKind.Blob, Times = int.MaxValue, Effect = new FaultEffect { Delay = Forever } });
        return new HeldSource(registry, time);
    }

    public Task<SampleManifest> PushAsync(string repository, string tag) =>
        new SampleRepository(_registry.Samples, repository).ImageAsync(
            new SampleImage(new SampleLayer($"{repository}:{tag}", 20_000)), tag);

    /// <summary>How many requests have waited in vain since <see cref="NeverAnswer"/>.</summary>
    public int Unanswered => _silence?.Hits ?? 0;

    public void NeverAnswer() =>
        _registry.Faults.Add(_silence = new Fault { Times = int.MaxValue, Effect = new FaultEffect { Delay = Forever } });

    public void Release()
    {
        _registry.Faults.Clear();
        _time.Advance(Forever);
    }

    public ValueTask DisposeAsync()
    {
        Release();
        return _registry.DisposeAsync();
    }
}
