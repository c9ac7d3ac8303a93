using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Backups;

/// <summary>What is known of the copy of an image that is in use.</summary>
/// <param name="Image">The image as its workloads name it.</param>
public sealed record CopyEvidence(string Image)
{
    /// <summary>Why there is no complete copy under its tag; null where there is one.</summary>
    public string? WhyMissing { get; init; }

    /// <summary>What the copy serves; none where that is not known.</summary>
    public IReadOnlyCollection<Platform> Offered { get; init; } = [];

    /// <inheritdoc cref="PlatformNeeds.Missing" path="/param[@name='isWhole']"/>
    public bool IsWhole { get; init; }

    /// <summary>The target does not let the copy be looked at.</summary>
    public bool IsHidden { get; init; }

    /// <summary>When the target was last found to have the copy.</summary>
    public DateTimeOffset? LastVerified { get; init; }
}
