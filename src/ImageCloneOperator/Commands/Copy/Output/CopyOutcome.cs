using ImageCloneOperator.Commands.Copy.Pairs;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Commands.Copy.Output;

/// <summary>How it went with one image.</summary>
internal sealed record CopyOutcome(CopyPair Pair, TimeSpan Took)
{
    public CopyResult? Result { get; init; }

    /// <summary>What a dry run found.</summary>
    public CopyForecast? Forecast { get; init; }

    public CopyFailure? Failure { get; init; }
}
