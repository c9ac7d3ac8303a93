using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Rewriting;

/// <summary>The image that one container should have.</summary>
/// <param name="Container">As in <see cref="ContainerImage"/>.</param>
/// <param name="Current">The image as it stands.</param>
/// <param name="Original">The image as its owner wrote it.</param>
/// <param name="Desired">The image as it should stand.</param>
/// <param name="Policy">The policy whose copy is used.</param>
/// <param name="Message">Why, for people.</param>
public sealed record ContainerRewrite(string Container, string Current, string Original, string Desired, string? Policy, string Message)
{
    /// <summary>The copy is not used, since the source refuses the image to the workload's namespace.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>Another way to write the same image is no change: it would be a rollout for nothing.</summary>
    public bool IsChange =>
        Current != Desired
        && !(Images.ImageReference.TryParse(Current, out var current, out _)
            && Images.ImageReference.TryParse(Desired, out var desired, out _)
            && current == desired);

    /// <summary>The text of the field once the change is made.</summary>
    public string Final => IsChange ? Desired : Current;
}
