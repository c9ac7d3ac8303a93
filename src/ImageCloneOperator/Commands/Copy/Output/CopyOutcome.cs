using ImageCloneOperator.Commands.Copy.Pairs;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Commands.Copy.Output;

/// <summary>The outcome of one image.</summary>
internal sealed record CopyOutcome(CopyPair Pair, TimeSpan Took)
{
    public CopyResult? Result { get; init; }

    /// <summary>The finding of a dry run.</summary>
    public CopyForecast? Forecast { get; init; }

    public CopyFailure? Failure { get; init; }
}
