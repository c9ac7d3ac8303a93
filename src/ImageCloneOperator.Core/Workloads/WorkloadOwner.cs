namespace ImageCloneOperator.Core.Workloads;

/// <summary>The controller that owns an object, by its owner reference.</summary>
public sealed record WorkloadOwner(string ApiVersion, string Kind, string Name);
