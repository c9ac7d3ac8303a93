
namespace ImageCloneOperator.Registry.Copying.Blobs;

/// <summary>The state that concurrent copies share about blobs.</summary>
internal sealed record SharedBlobs(BandwidthLimiter Bandwidth)
{
    public BlobInfoCache Known { get; } = new();

    public BlobSingleFlight InFlight { get; } = new();
}
