using ImageCloneOperator.Registry.Protocol;
using ImageCloneOperator.Registry.Transport.Limits;

namespace ImageCloneOperator.Registry.Copying.Blobs;

/// <summary>One copy's two sides, and what it shares with others.</summary>
internal sealed record CopyContext(
    ImageSource Source,
    RegistryRepository Target,
    SharedBlobs Shared,
    LargeGraphTurn Large,
    RetryPolicy Retry,
    CopyProgress Progress)
{
    public CopyWarnings Warnings { get; } = new();

    public SourcePace Pace { get; } = new(Target.Session.Options.LeastThroughput, Target.Session.Time);

    public RegistryClientOptions Options => Target.Session.Options;

    public TimeProvider Time => Target.Session.Time;

    public string TargetHost => Target.Session.Host;

    public string TargetRepository => Target.Session.Repository;

    /// <summary>Both sides are repositories of one registry, so that blobs can be mounted straight from the source.</summary>
    public bool IsSameRegistry => Source.Origin.Session.Host == Target.Session.Host;
}
