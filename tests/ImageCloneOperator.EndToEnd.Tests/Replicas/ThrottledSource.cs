using ImageCloneOperator.Testing.Registry;
using ImageCloneOperator.Testing.Registry.Faults;
using ImageCloneOperator.Testing.Registry.Samples;

namespace ImageCloneOperator.EndToEnd.Tests.Replicas;

/// <summary>A source that is slow for each connection, as far ones are, and counts how many requests it serves at the same time.</summary>
internal sealed class ThrottledSource : IAsyncDisposable
{
    private readonly RegistryServer _registry;
    private readonly Lock _gate = new();
    private int _serving;

    private ThrottledSource(RegistryServer registry) => _registry = registry;

    public string Host => _registry.Host;

    /// <summary>The most requests that were served at the same time.</summary>
    public int Most { get; private set; }

    public static async Task<ThrottledSource> StartAsync(TimeSpan latency, long bytesPerSecond)
    {
        var source = new ThrottledSource(await RegistryServer.StartAsync(new RegistryOptions()));
        source._registry.Faults.Add(new Fault
        {
            Method = "GET",
            Kind = RequestKind.Blob,
            Times = int.MaxValue,
            Effect = new FaultEffect { ResponseBytesPerSecond = bytesPerSecond },
        });
        source._registry.Interceptor = async (context, next) =>
        {
            source.Count(1);
            try
            {
                await Task.Delay(latency, context.RequestAborted);
                await next();
            }
            finally
            {
                source.Count(-1);
            }
        };
        return source;
    }

    /// <summary>Pushes an image of which no blob is another's too.</summary>
    /// <returns>Its digest.</returns>
    public async Task<string> PushAsync(string repository, int layers, int layerSize)
    {
        var image = new SampleImage([.. Enumerable.Range(0, layers).Select(i => new SampleLayer($"{repository}-{i}", layerSize))]);
        return (await new SampleRepository(_registry.Samples, repository).ImageAsync(image, "1.0")).Digest;
    }

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    private void Count(int change)
    {
        lock (_gate) Most = Math.Max(Most, _serving += change);
    }
}
