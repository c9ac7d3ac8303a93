using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Verify;

/// <summary>A copy that is to be there, as a catalogue or a cluster names it.</summary>
/// <param name="Source">The image as its workloads name it, in full.</param>
/// <param name="Copy">The copy's tag.</param>
/// <param name="Content">What it is to have; null where there is no complete copy.</param>
/// <param name="WhyIncomplete">Said of one without <paramref name="Content"/>.</param>
internal sealed record CopyToVerify(string Source, ImageReference Copy, Digest? Content, string WhyIncomplete)
{
    /// <summary>Pods pull by the tag. Of a catalogue as it was, tags may have moved since.</summary>
    public bool IsTagChecked { get; init; } = true;

    /// <summary>What it serves, where that is known.</summary>
    public IReadOnlyList<Platform>? Offered { get; init; }

    /// <summary>The platforms that it has to serve.</summary>
    public IReadOnlyCollection<Platform> Needed { get; init; } = [];

    /// <inheritdoc cref="PlatformNeeds.Missing" path="/param[@name='isWhole']"/>
    public bool IsWhole { get; init; }

    /// <summary>Finds out as whom it is pulled. The first looks at all of it, the others at its tag.</summary>
    public required Func<CancellationToken, Task<IReadOnlyList<CopyLogin>>> LoginsAsync { get; init; }
}
