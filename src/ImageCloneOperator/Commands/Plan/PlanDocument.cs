namespace ImageCloneOperator.Commands.Plan;

/// <summary>The plan as JSON.</summary>
/// <param name="Unused">With a cluster: its ImageBackups that no workload uses any more.</param>
internal sealed record PlanDocument(
    IReadOnlyList<PlannedBackupDocument> Backups, IReadOnlyList<PlannedWorkloadDocument> Workloads, IReadOnlyList<string>? Unused = null);

internal sealed record PlannedBackupDocument(
    string Name,
    string? State,
    string Policy,
    string Source,
    string Target,
    string Recopy,
    string? Interval,
    IReadOnlyList<string> PullSecrets,
    IReadOnlyList<string> UsedBy,
    int UsedByCount);

internal sealed record PlannedWorkloadDocument(string Kind, string Namespace, string Name, IReadOnlyList<PlannedImageDocument> Images);

internal sealed record PlannedImageDocument(string Image, IReadOnlyList<VerdictDocument> Verdicts);

internal sealed record VerdictDocument(string Policy, string Reason, string Message);
