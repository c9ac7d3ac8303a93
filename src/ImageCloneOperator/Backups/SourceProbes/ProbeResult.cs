namespace ImageCloneOperator.Backups.SourceProbes;

/// <summary>The result of a check of a source.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Failure">Why the image cannot be pulled, in the registry's own words; null where it can.</param>
internal sealed record ProbeResult(DateTimeOffset At, string? Failure);
