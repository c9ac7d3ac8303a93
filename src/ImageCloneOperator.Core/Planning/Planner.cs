using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Planning;

/// <summary>Says what the policies do with a workload's images: it looks at that workload alone, so that an event costs no more.</summary>
public sealed class Planner(PolicySet policies)
{
    public PolicySet Policies => policies;

    public WorkloadPlan Plan(Workload workload, NamespaceInfo ns)
    {
        if (workload.Originals.Count > 0) workload = workload with { Originals = RolledBackImages.Originals(workload, policies) };
        var images = workload.Images.Select(workload.Original).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return new WorkloadPlan(
            workload,
            ns,
            [.. policies.Policies.SelectMany(policy => Judge(policy, workload, ns, images.Except(Judged(policy, workload))))]);
    }

    /// <summary>Whether the policy has to do with the workload at all; its images do not matter.</summary>
    public bool Selects(Policy policy, Workload workload, NamespaceInfo ns) => Outside(policy, workload, ns) is null;

    /// <summary>Whether the policy has to do with what the pod runs, itself or as one of a workload.</summary>
    public bool Covers(Policy policy, Workload pod, NamespaceInfo ns) => pod.Owners.Prepend(pod).Any(each => Selects(policy, each, ns));

    /// <summary>Whether the policy backs the image up, for any workload that it selects.</summary>
    public bool BacksUp(Policy policy, ImageReference image) => Judge(policy, image.ToString(), image).Backup is not null;

    private IEnumerable<ImageDecision> Judge(Policy policy, Workload workload, NamespaceInfo ns, IEnumerable<string> images)
    {
        var outside = Outside(policy, workload, ns);
        return images.Select(image => outside is { } reason
            ? new ImageDecision(policy.Name, image, reason.Reason, reason.Message)
            : Judge(policy, image));
    }

    /// <summary>Why the policy has nothing to do with the workload, or null.</summary>
    private (ImageDecisionReason Reason, string Message)? Outside(Policy policy, Workload workload, NamespaceInfo ns)
    {
        if (policy.Suspended) return (ImageDecisionReason.PolicySuspended, $"policy {policy.Name} is suspended");
        if (policies.IsSystem(ns.Name) && !policy.IncludeSystemNamespaces)
        {
            return (
                ImageDecisionReason.NamespaceUntouched,
                $"namespace {ns.Name} is never touched; with includeSystemNamespaces its images are copied");
        }

        if (ns.Skip) return (ImageDecisionReason.NamespaceOptedOut, $"namespace {ns.Name} is opted out by its annotation");
        if (workload.Owners.Prepend(workload).FirstOrDefault(each => each.Skip) is { } skipped)
            return (ImageDecisionReason.WorkloadOptedOut, $"{skipped.Key} is opted out by its annotation");
        if (!policy.NamespaceSelector.Matches(ns.Labels))
            return (ImageDecisionReason.NamespaceNotSelected, $"the labels of namespace {ns.Name} do not match namespaceSelector");
        if (!policy.Selects(workload.Key.Type))
            return (ImageDecisionReason.KindNotSelected, $"{KindsField(workload.Key.Type)} does not have {workload.Key.Kind}");
        var selected = OwnerOf(policy, workload) ?? workload;
        if (!policy.WorkloadSelector.Matches(selected.Labels))
            return (ImageDecisionReason.WorkloadNotSelected, $"the labels of {selected.Key} do not match workloadSelector");
        return null;
    }

    private static string KindsField(WorkloadType type) =>
        WorkloadTypes.Selectable.Contains(type) ? "workloadKinds" : "additionalWorkloads";

    /// <summary>The workload that a pod counts for, since the policy selects its kind; null where it counts for itself.</summary>
    private static Workload? OwnerOf(Policy policy, Workload workload) =>
        workload.Owners.FirstOrDefault(owner => policy.Selects(owner.Key.Type));

    /// <summary>The images of a pod that its owner's template names: they are judged there.</summary>
    private static IEnumerable<string> Judged(Policy policy, Workload workload) =>
        OwnerOf(policy, workload) is { } owner ? owner.Images.SelectMany(image => (string[])[owner.Original(image), image.Image]) : [];

    private ImageDecision Judge(Policy policy, string image) => ImageReference.TryParse(image, out var parsed, out var error)
        ? Judge(policy, image, parsed)
        : new ImageDecision(policy.Name, image, ImageDecisionReason.BadReference, $"bad reference: {error}");

    private ImageDecision Judge(Policy policy, string image, ImageReference parsed)
    {
        if (policies.TargetOwner(parsed) is { } owner)
        {
            var message = $"already in the backup registry of policy {owner.Name}, under {owner.Target}";
            return new ImageDecision(policy.Name, image, ImageDecisionReason.AlreadyInBackupRegistry, message);
        }

        if (policy.Exclude.FirstOrDefault(glob => glob.Matches(parsed.Name)) is { } excluded)
            return new ImageDecision(policy.Name, image, ImageDecisionReason.Excluded, $"excluded by {excluded}");
        if (!policy.Include.Any(glob => glob.Matches(parsed.Name)))
            return new ImageDecision(policy.Name, image, ImageDecisionReason.NotIncluded, "no glob of images.include matches");
        return Copy(policy, image, new BackupKey(policy.Name, parsed));
    }

    private static ImageDecision Copy(Policy policy, string image, BackupKey key)
    {
        var rule = policy.TagRules.For(key.Source);
        if (rule.Recopy == Rules.RecopyMode.Never)
            return new ImageDecision(policy.Name, image, ImageDecisionReason.NeverCopied, "a tag rule says recopy: Never");
        var backup = new PlannedBackup(key, policy.Target.Locate(key.Source), rule);
        return new ImageDecision(
            policy.Name, image, ImageDecisionReason.BackedUp, $"backed up by policy {policy.Name} as {backup.Target}", backup);
    }
}
