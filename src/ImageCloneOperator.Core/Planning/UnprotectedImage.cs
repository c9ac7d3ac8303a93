using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Planning;

/// <summary>An image that a template names or a pod runs, and that has no Ready copy.</summary>
/// <param name="Image">Its canonical name; as it was written where that is no reference.</param>
/// <param name="Reason">Why, for programs: the state of its backup, or why it has none.</param>
/// <param name="Message">Why, for people.</param>
/// <param name="UsedBy">Who uses it, in the order of namespace, kind and name.</param>
public sealed record UnprotectedImage(string Image, string Reason, string Message, IReadOnlyList<WorkloadKey> UsedBy)
{
    private const string NoPolicy = "NoPolicy";

    /// <param name="plan">All that the cluster has, whatever the policies select.</param>
    /// <param name="stateOf">How far a wanted backup is; null where it is Ready.</param>
    public static IReadOnlyList<UnprotectedImage> Find(ClusterPlan plan, Func<PlannedBackup, string?> stateOf) =>
    [
        .. plan.Workloads.SelectMany(Uses)
            .GroupBy(use => use.Image, StringComparer.Ordinal)
            .Select(image => Judge(image.Key, [.. image], stateOf))
            .OfType<UnprotectedImage>()
            .OrderBy(image => image.Image, StringComparer.Ordinal),
    ];

    /// <summary>One image has one answer: a copy that a policy made for one workload serves them all.</summary>
    private static UnprotectedImage? Judge(string image, Use[] uses, Func<PlannedBackup, string?> stateOf)
    {
        var decisions = uses.SelectMany(use => use.Decisions).ToList();
        if (decisions.Exists(decision => decision.Reason == ImageDecisionReason.AlreadyInBackupRegistry)) return null;
        var wanted = decisions.Where(decision => decision.Backup is not null)
            .Select(decision => (decision.Policy, State: stateOf(decision.Backup!)))
            .ToList();
        if (wanted.Exists(backup => backup.State is null)) return null;
        var users = uses.Select(use => use.Workload.User).Distinct().Order().ToArray();
        if (wanted.Count > 0)
            return new(image, wanted[0].State!, $"the copy of policy {wanted[0].Policy} is not Ready: {wanted[0].State}", users);
        // Reasons are in the order in which they are looked for: the last one came closest to a backup.
        return decisions.MaxBy(decision => decision.Reason) is { } closest
            ? new(image, $"{closest.Reason}", $"policy {closest.Policy}: {closest.Message}", users)
            : new(image, NoPolicy, "there is no BackupPolicy", users);
    }

    private static IEnumerable<Use> Uses(WorkloadPlan plan)
    {
        var decisions = plan.Verdicts.ToLookup(verdict => verdict.Image, StringComparer.Ordinal);
        return plan.Workload.Images.Select(plan.Workload.Original).Distinct(StringComparer.Ordinal)
            .Select(image => new Use(Canonical(image), plan.Workload, decisions[image]));
    }

    private static string Canonical(string image) => ImageReference.TryParse(image, out var reference, out _) ? $"{reference}" : image;

    private sealed record Use(string Image, Workload Workload, IEnumerable<ImageDecision> Decisions);
}
