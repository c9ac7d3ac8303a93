using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Policies.PullSecrets;

/// <summary>Says which namespaces lack a pull secret, and what to do.</summary>
internal static class PullSecretReport
{
    private const int MaxNames = 3;

    /// <returns>Null where nothing is wrong.</returns>
    public static PullSecretFinding? Of(string policy, IEnumerable<KeyValuePair<string, PullSecretOutcome>> outcomes)
    {
        var name = ManagedPullSecret.NameOf(policy);
        var all = outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal).ToList();
        var taken = all.Where(outcome => outcome.Value.IsTaken).ToList();
        var refused = all.Where(outcome => outcome.Value.Refusal is not null).ToList();
        var sentences = new List<string>();
        if (taken.Count > 0)
        {
            sentences.Add($"A secret {name} that is not the operator's is left alone, and pods do not get the credential for the copies: "
                + $"{Names(taken)}. Delete it there, or give it another name");
        }

        if (refused.Count > 0)
        {
            sentences.Add($"The operator may not keep secret {name}: {Names(refused)}. Install config/components/managed-pull-secrets, "
                + $"or correct what forbids it: {refused[0].Value.Refusal}");
        }

        return sentences.Count == 0
            ? null
            : new PullSecretFinding(
                taken.Count > 0 ? ConditionReasons.PullSecretNameTaken : ConditionReasons.PullSecretRefused, string.Join(". ", sentences));
    }

    private static string Names(List<KeyValuePair<string, PullSecretOutcome>> all) =>
        string.Join(", ", all.Take(MaxNames).Select(outcome => outcome.Key))
        + (all.Count > MaxNames ? $" and {all.Count - MaxNames} more" : "");
}
