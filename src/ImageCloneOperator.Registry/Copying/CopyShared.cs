namespace ImageCloneOperator.Registry.Copying;

/// <summary>What concurrent copies know and do together.</summary>
internal sealed record CopyShared(BandwidthLimiter Bandwidth)
{
    public BlobLocations Locations { get; } = new();

    public BlobFlights Flights { get; } = new();

    public ReferrerTags ReferrerTags { get; } = new();
}
