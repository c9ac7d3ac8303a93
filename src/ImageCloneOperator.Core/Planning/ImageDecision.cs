namespace ImageCloneOperator.Core.Planning;

/// <summary>What one policy does with one image of a workload, and why.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Image">The image as its owner wrote it.</param>
/// <param name="Reason">Why, for programs.</param>
/// <param name="Message">Why, for people.</param>
/// <param name="Backup">What is backed up where, when it is.</param>
public sealed record ImageDecision(string Policy, string Image, ImageDecisionReason Reason, string Message, PlannedBackup? Backup = null);
