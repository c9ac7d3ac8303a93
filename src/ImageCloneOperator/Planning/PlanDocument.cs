namespace ImageCloneOperator.Planning;

/// <summary>The plan as JSON.</summary>
internal sealed record PlanDocument(IReadOnlyList<PlannedBackupDocument> Backups, IReadOnlyList<PlannedWorkloadDocument> Workloads);

internal sealed record PlannedBackupDocument(
    string Name,
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
