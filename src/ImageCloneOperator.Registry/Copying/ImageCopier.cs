using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry.Copying;

/// <summary>
/// Copies images between registries. Copies may run at the same time and share what they learn: make one copier and keep it.
/// </summary>
public sealed class ImageCopier(RegistryClient client)
{
    private readonly CopyShared shared = new(new BandwidthLimiter(client.Options.BandwidthLimit, client.Time));

    /// <summary>
    /// When this returns, the target's tag points to the complete image. When it throws, the tag is as it was before.
    /// </summary>
    /// <exception cref="RegistryException">The copy failed; its kind says whether to try again.</exception>
    public async Task<CopyResult> CopyAsync(CopyRequest request, CopyProgress? progress = null, CancellationToken cancellationToken = default)
    {
        var counter = new RequestCounter();
        var source = new ImageSource(client.Open(request.Source, counter), client.OpenMirror(request.Source, counter));
        var context = new CopyContext(source, client.Open(request.Target, counter), shared, client.Retry, progress ?? new CopyProgress());
        return await new ImageCopy(request, context, counter).RunAsync(cancellationToken);
    }
}
