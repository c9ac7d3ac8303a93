using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Core.Retention;

/// <summary>The one decision whether something at a target may be deleted. It asks for proof of disuse.</summary>
/// <param name="Expired">The backup goes, after <paramref name="Tags"/>.</param>
/// <param name="Reason">Why the backup, or its image, stays; empty where neither does.</param>
/// <param name="Tags">What is deleted at the target, in this order.</param>
public sealed record RetentionDecision(bool Expired, string Reason, IReadOnlyList<ExpiredTag> Tags)
{
    /// <summary>Something that is not among the users of the backup names the image.</summary>
    public ImageUser? User { get; private init; }

    /// <summary>Whether a backup that has been unused for as long as its policy keeps it goes, and what goes with it.</summary>
    public static RetentionDecision For(RetentionInput input)
    {
        if (input.BeingDeleted) return Wait("it, its policy or one of their kinds is being deleted");
        if (input.Policy is not { Suspended: false } policy) return Wait("its policy is suspended, invalid or gone");
        if (input.Backup.HasOnlyFailed && input.Unused?.IsOver(TimeSpan.Zero, input.Now) is true)
            return new RetentionDecision(Expired: true, "", []);
        if (input.Unused?.IsOver(policy.UnusedFor, input.Now) is not true) return Wait("it has not been seen unused for long enough");
        if (!policy.DeleteImages) return new RetentionDecision(Expired: true, "", []);

        if (input.Uses is not { } uses) return Wait("nobody has read what the cluster uses");
        if (input.OtherClusters is not { } clusters) return Wait("nobody has read what other clusters have at the target");
        var backup = input.Backup;
        if ((UserOf(backup, uses) ?? input.Workload) is { } user) return Wait($"{user} names it") with { User = user };
        if (backup.Digest is not { } digest || backup.Copy != backup.Target) return Kept("no copy of it is known to lie there");
        if (backup.IsFound) return Kept("it was there before the first copy, and is another writer's");
        if (!policy.Target.Contains(backup.Target)) return Kept($"it does not lie under {policy.Target}, the policy's target");
        var others = input.Backups.Where(other => other.Name != backup.Name).ToList();
        if (others.Find(other => other.Needs(backup.Target)) is { } owner) return Kept($"ImageBackup {owner.Name} needs the same tag");
        if (clusters.FirstOrDefault(other => other.Needs(backup.Target)) is { } cluster)
            return Kept($"another cluster needs it, as its catalogue {cluster.Name} says");
        var shared = others.Concat(clusters).Any(other => other.NeedsContent(backup.Target, digest)) || backup.Previous.Contains(digest);
        // Its own content has an anchor too where another writer had taken its tag.
        var anchors = Anchors(input, uses, backup.Previous.Prepend(digest).Distinct()).Where(anchor => anchor.Tag != backup.Target);
        return new RetentionDecision(Expired: true, "", [.. anchors, new ExpiredTag(backup.Target, digest, ByDigest: !shared)]);
    }

    /// <summary>Which anchors of earlier digests go, of those beyond the number that is kept.</summary>
    public static IReadOnlyList<ExpiredTag> Surplus(RetentionInput input, int keepPrevious) =>
        input is { BeingDeleted: false, Policy.Suspended: false, Uses: { } uses, OtherClusters: not null }
            ? [.. Anchors(input, uses, input.Backup.Previous.Skip(keepPrevious).Where(digest => digest != input.Backup.Digest))]
            : [];

    private static IEnumerable<ExpiredTag> Anchors(RetentionInput input, ImageUses uses, IEnumerable<Digest> digests)
    {
        foreach (var digest in digests)
        {
            var anchor = input.Backup.Target.WithTag(AnchorTag.For(digest));
            var needed = uses.UserOf(anchor) is not null || uses.UserOf(digest) is not null
                || input.Backups.Where(other => other.Name != input.Backup.Name).Concat(input.OtherClusters!)
                    .Any(other => other.Needs(anchor) || other.NeedsContent(anchor, digest));
            if (!needed) yield return new ExpiredTag(anchor, digest, ByDigest: false);
        }
    }

    /// <summary>
    /// Whoever names the source needs the copy when the source fails; whoever names the copy, by tag or digest, needs it now.
    /// </summary>
    private static ImageUser? UserOf(BackupClaim backup, ImageUses uses) =>
        uses.UserOf(backup.Source)
        ?? uses.UserOf(backup.Target)
        ?? (backup.Copy is { } copy ? uses.UserOf(copy) : null)
        ?? (backup.Digest is { } digest ? uses.UserOf(digest) : null);

    private static RetentionDecision Wait(string reason) => new(Expired: false, reason, []);

    private static RetentionDecision Kept(string reason) => new(Expired: true, reason, []);
}
