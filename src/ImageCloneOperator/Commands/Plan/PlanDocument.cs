namespace ImageCloneOperator.Commands.Plan;

/// <summary>The plan as JSON.</summary>
/// <param name="Unused">With a cluster: its ImageBackups that no workload uses any more.</param>
internal sealed record PlanDocument(
    IReadOnlyList<PlannedBackupDocument> Backups, IReadOnlyList<PlannedWorkloadDocument> Workloads, IReadOnlyList<string>? Unused = null);

internal sealed record PlannedBackupDocument
{
    public required string Name { get; init; }

    public string? State { get; init; }

    public required string Policy { get; init; }

    public required string Source { get; init; }

    public required string Target { get; init; }

    public required string Recopy { get; init; }

    public string? Interval { get; init; }

    public required IReadOnlyList<string> PullSecrets { get; init; }

    public required IReadOnlyList<string> UsedBy { get; init; }

    public required int UsedByCount { get; init; }
}

internal sealed record PlannedWorkloadDocument(string Kind, string Namespace, string Name, IReadOnlyList<PlannedImageDocument> Images);

internal sealed record PlannedImageDocument(string Image, IReadOnlyList<VerdictDocument> Verdicts);

internal sealed record VerdictDocument(string Policy, string Reason, string Message);

internal sealed record UnprotectedDocument(string Image, string Reason, string Message, IReadOnlyList<string> UsedBy);
