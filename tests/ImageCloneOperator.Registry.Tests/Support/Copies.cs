using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Registry.Tests.Support;

/// <summary>A client with short waits, and copies by name.</summary>
internal sealed class Copies : IDisposable
{
    private readonly RegistryClient _client;

    public Copies(Func<RegistryClientOptions, RegistryClientOptions>? configure = null)
    {
        var options = new RegistryClientOptions
        {
            RetryBaseDelay = TimeSpan.FromMilliseconds(5),
            RetryMaxDelay = TimeSpan.FromMilliseconds(50),
        };
        _client = new RegistryClient(configure?.Invoke(options) ?? options);
        Copier = new ImageCopier(_client);
        Inspector = new RegistryInspector(_client);
        Maintenance = new TargetMaintenance(_client);
    }

    public ImageCopier Copier { get; }

    public RegistryInspector Inspector { get; }

    public TargetMaintenance Maintenance { get; }

    public static RegistryEndpoint At(string image) =>
        new(LayoutReference.IsLayout(image) ? LayoutReference.Parse(image).Image! : ImageReference.Parse(image));

    public static CopyRequest Request(string source, string target) => new(At(source), At(target));

    public async Task<CopyResult> CopyAsync(string source, string target) => await CopyAsync(Request(source, target));

    public async Task<CopyResult> CopyAsync(CopyRequest request)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await Copier.CopyAsync(request, cancellationToken: bound.Token);
    }

    public Task CompleteLayoutsAsync(bool isWhole = true) => _client.CompleteLayoutsAsync(isWhole);

    public void Dispose() => _client.Dispose();
}
