namespace ImageCloneOperator.Backups.SourceChecks;

/// <summary>What a check of a source found.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Failure">Why the image cannot be pulled, in the registry's own words; null where it can.</param>
internal sealed record SourceFinding(DateTimeOffset At, string? Failure);
