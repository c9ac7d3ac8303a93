namespace ImageCloneOperator.Core.Planning;

/// <summary>The decision of one policy on one image of a workload, with its reason.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Image">The image as its owner wrote it.</param>
/// <param name="Reason">Why, for programs.</param>
/// <param name="Message">Why, for people.</param>
/// <param name="Backup">What is backed up where, when it is.</param>
public sealed record ImageDecision(string Policy, string Image, ImageDecisionReason Reason, string Message, PlannedBackup? Backup = null);
