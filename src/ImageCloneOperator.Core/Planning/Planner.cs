using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Planning;

/// <summary>Says what the policies do with a workload's images: it looks at that workload alone, so that an event costs no more.</summary>
public sealed class Planner(PolicySet policies)
{
    public PolicySet Policies => policies;

    public WorkloadPlan Plan(WorkloadInfo workload, NamespaceInfo ns)
    {
        if (workload.Originals.Count > 0) workload = workload with { Originals = OriginalImages.Follow(workload, policies) };
        var images = workload.Images.Select(workload.Original).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return new WorkloadPlan(workload, ns, [.. policies.Policies.SelectMany(policy => Judge(policy, workload, ns, images))]);
    }

    /// <summary>Whether the policy has to do with the workload at all; its images do not matter.</summary>
    public bool Selects(CompiledPolicy policy, WorkloadInfo workload, NamespaceInfo ns) => Outside(policy, workload, ns) is null;

    /// <summary>Whether the policy backs the image up, for any workload that it selects.</summary>
    public bool BacksUp(CompiledPolicy policy, ImageReference image) => Judge(policy, image.ToString(), image).Backup is not null;

    private IEnumerable<Verdict> Judge(CompiledPolicy policy, WorkloadInfo workload, NamespaceInfo ns, string[] images)
    {
        var outside = Outside(policy, workload, ns);
        return images.Select(image => outside is { } reason
            ? new Verdict(policy.Name, image, reason.Reason, reason.Message)
            : Judge(policy, image));
    }

    /// <summary>Why the policy has nothing to do with the workload, or null.</summary>
    private (VerdictReason Reason, string Message)? Outside(CompiledPolicy policy, WorkloadInfo workload, NamespaceInfo ns)
    {
        if (policy.Suspended) return (VerdictReason.PolicySuspended, $"policy {policy.Name} is suspended");
        if (policies.IsUntouched(ns.Name)) return (VerdictReason.NamespaceUntouched, $"namespace {ns.Name} is never touched");
        if (ns.Skip) return (VerdictReason.NamespaceOptedOut, $"namespace {ns.Name} is opted out by its annotation");
        if (workload.Skip) return (VerdictReason.WorkloadOptedOut, $"{workload.Id} is opted out by its annotation");
        if (!policy.NamespaceSelector.Matches(ns.Labels))
            return (VerdictReason.NamespaceNotSelected, $"the labels of namespace {ns.Name} do not match namespaceSelector");
        if (!policy.WorkloadKinds.Contains(workload.Id.Kind, StringComparer.Ordinal))
            return (VerdictReason.KindNotSelected, $"workloadKinds does not have {workload.Id.Kind}");
        if (!policy.WorkloadSelector.Matches(workload.Labels))
            return (VerdictReason.WorkloadNotSelected, $"the labels of {workload.Id} do not match workloadSelector");
        return null;
    }

    private Verdict Judge(CompiledPolicy policy, string image) => ImageReference.TryParse(image, out var parsed, out var error)
        ? Judge(policy, image, parsed)
        : new Verdict(policy.Name, image, VerdictReason.BadReference, $"bad reference: {error}");

    private Verdict Judge(CompiledPolicy policy, string image, ImageReference parsed)
    {
        if (policies.TargetOwner(parsed) is { } owner)
        {
            var message = $"already in the backup registry of policy {owner.Name}, under {owner.Target}";
            return new Verdict(policy.Name, image, VerdictReason.AlreadyInBackupRegistry, message);
        }

        if (policy.Exclude.FirstOrDefault(glob => glob.Matches(parsed.Name)) is { } excluded)
            return new Verdict(policy.Name, image, VerdictReason.Excluded, $"excluded by {excluded}");
        if (!policy.Include.Any(glob => glob.Matches(parsed.Name)))
            return new Verdict(policy.Name, image, VerdictReason.NotIncluded, "no glob of images.include matches");
        return Copy(policy, image, new BackupKey(policy.Name, parsed));
    }

    private static Verdict Copy(CompiledPolicy policy, string image, BackupKey key)
    {
        var rule = policy.TagRules.For(key.Source);
        if (rule.Recopy == Rules.RecopyMode.Never)
            return new Verdict(policy.Name, image, VerdictReason.NeverCopied, "a tag rule says recopy: Never");
        var backup = new PlannedBackup(key, policy.Target.Locate(key.Source), rule);
        return new Verdict(policy.Name, image, VerdictReason.BackedUp, $"backed up by policy {policy.Name} as {backup.Target}", backup);
    }
}
