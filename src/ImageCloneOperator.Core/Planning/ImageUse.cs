using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Planning;

/// <summary>
/// What the policies have decided on one image, wherever it is used: a copy that a policy made for one workload serves them all.
/// </summary>
internal sealed class ImageUse
{
    private readonly SortedDictionary<string, ImageDecision> _byPolicy = new(StringComparer.Ordinal);
    private readonly HashSet<WorkloadKey> _users = [];

    /// <summary>Of each policy the decision that came closest to a backup: reasons are in the order in which they are looked for.</summary>
    public void Add(WorkloadKey user, IEnumerable<ImageDecision> decisions)
    {
        _users.Add(user);
        foreach (var decision in decisions)
        {
            if (!_byPolicy.TryGetValue(decision.Policy, out var known) || Closeness(decision) > Closeness(known))
                _byPolicy[decision.Policy] = decision;
        }
    }

    /// <returns>Null where some policy has a Ready copy.</returns>
    public UnprotectedImage? Judge(string image, Func<PlannedBackup, string?> stateOf)
    {
        var reasons = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (policy, decision) in _byPolicy)
        {
            if ((decision.Backup is { } backup ? stateOf(backup) : $"{decision.Reason}") is not { } reason) return null;
            reasons.Add(policy, reason);
        }

        var closest = _byPolicy.Values.MaxBy(Closeness);
        return new UnprotectedImage(
            image,
            closest is null ? UnprotectedImage.NoPolicy : reasons[closest.Policy],
            closest is null ? "there is no BackupPolicy" : Describe(closest, reasons[closest.Policy]),
            closest is not null && IsChosen(closest.Reason),
            reasons,
            [.. _users.Order()]);
    }

    private static int Closeness(ImageDecision decision) => decision.Backup is null ? (int)decision.Reason : int.MaxValue;

    private static string Describe(ImageDecision decision, string reason) => decision.Backup is null
        ? $"policy {decision.Policy}: {decision.Message}"
        : $"the copy of policy {decision.Policy} is not Ready: {reason}";

    private static bool IsChosen(ImageDecisionReason reason) => reason
        is ImageDecisionReason.PolicySuspended
        or ImageDecisionReason.NamespaceUntouched
        or ImageDecisionReason.NamespaceOptedOut
        or ImageDecisionReason.WorkloadOptedOut
        or ImageDecisionReason.Excluded
        or ImageDecisionReason.NotIncluded
        or ImageDecisionReason.NeverCopied;
}
