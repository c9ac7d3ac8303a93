namespace ImageCloneOperator.EndToEnd.Tests.Support;

/// <summary>Where a scene plays.</summary>
/// <param name="SourceHost">Where its images are.</param>
/// <param name="TargetHost">Where they are copied to.</param>
internal sealed record Place(Kubectl Kubectl, string SourceHost, string TargetHost);
