
namespace ImageCloneOperator.Registry.Copying.Blobs;

/// <summary>What concurrent copies know about blobs, and do together.</summary>
internal sealed record SharedBlobs(BandwidthLimiter Bandwidth)
{
    public BlobInfoCache Known { get; } = new();

    public BlobSingleFlight InFlight { get; } = new();
}
