using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Planning;

/// <summary>An image that a template names or a pod runs, and that has no Ready copy.</summary>
/// <param name="Image">Its canonical name; as it was written where that is no reference.</param>
/// <param name="Reason">Why, for programs: the state of its backup, or why it has none.</param>
/// <param name="Message">Why, for people.</param>
/// <param name="IsChosen">A policy or an annotation says that it is not to be copied.</param>
/// <param name="Policies">By the name of each policy, why that one has no Ready copy.</param>
/// <param name="UsedBy">Who uses it, in the order of namespace, kind and name.</param>
public sealed record UnprotectedImage(
    string Image,
    string Reason,
    string Message,
    bool IsChosen,
    IReadOnlyDictionary<string, string> Policies,
    IReadOnlyList<WorkloadKey> UsedBy)
{
    /// <summary>The reason where there is no policy.</summary>
    public const string NoPolicy = "NoPolicy";

    /// <param name="plans">
    /// Of all that is to be looked at, whatever the policies select. Nothing of them is kept but what is needed.
    /// </param>
    /// <param name="policies">Those that the plans were made by.</param>
    /// <param name="stateOf">How far a wanted backup is; null where it is Ready.</param>
    public static IReadOnlyList<UnprotectedImage> Find(
        IEnumerable<WorkloadPlan> plans, PolicySet policies, Func<PlannedBackup, string?> stateOf)
    {
        var uses = new Dictionary<string, ImageUse>(StringComparer.Ordinal);
        foreach (var plan in plans) Add(uses, plan);
        return
        [
            .. uses.Where(use => !Lies(use.Key, policies))
                .Select(use => use.Value.Judge(use.Key, stateOf))
                .OfType<UnprotectedImage>()
                .OrderBy(image => image.Image, StringComparer.Ordinal),
        ];
    }

    private static void Add(Dictionary<string, ImageUse> uses, WorkloadPlan plan)
    {
        var decisions = plan.Verdicts.ToLookup(verdict => verdict.Image, StringComparer.Ordinal);
        foreach (var image in plan.Workload.Images.Select(plan.Workload.Original).Distinct(StringComparer.Ordinal))
        {
            var name = ImageReference.TryParse(image, out var reference, out _) ? $"{reference}" : image;
            if (!uses.TryGetValue(name, out var use)) uses.Add(name, use = new ImageUse());
            use.Add(plan.Workload.User, decisions[image]);
        }
    }

    /// <summary>It lies at the target of a policy: it is a copy itself.</summary>
    private static bool Lies(string image, PolicySet policies) =>
        ImageReference.TryParse(image, out var reference, out _) && policies.TargetOwner(reference) is not null;
}
