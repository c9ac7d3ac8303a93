using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Registry.Copying.Blobs;
using ImageCloneOperator.Registry.Copying.Referrers;
using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Transport;

namespace ImageCloneOperator.Registry;

/// <summary>
/// Copies images between registries. Copies may run at the same time and share what they learn: make one copier and keep it.
/// </summary>
public sealed class ImageCopier(RegistryClient client)
{
    private readonly SharedBlobs _shared = new(new BandwidthLimiter(client.Options.BandwidthLimit, client.Time));
    private readonly ReferrerTags _referrerTags = new();

    /// <summary>
    /// When this returns, the target's tag points to the complete image. When it throws, the tag is as it was before.
    /// </summary>
    /// <exception cref="RegistryException">The copy failed; its kind says whether to try again.</exception>
    public async Task<CopyResult> CopyAsync(
        CopyRequest request, CopyProgress? progress = null, CancellationToken cancellationToken = default)
    {
        var counter = new RequestCounter();
        var source = new ImageSource(client.Open(request.Source, counter), client.OpenMirror(request.Source, counter));
        var target = client.Open(request.Target, counter);
        using var large = client.LargeGraphs.Open();
        var context = new CopyContext(source, target, _shared, large, client.Retry, progress ?? new CopyProgress());
        return await new ImageCopy(request, context, _referrerTags, counter).RunAsync(cancellationToken);
    }
}
