using ImageCloneOperator.Api;
using ImageCloneOperator.Backups.Access;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>Talks to the registries for a backup: adopts the copy that is there, or makes one.</summary>
internal sealed class CopyOrAdopt(
    ImageCopier copier, RegistryInspector inspector, TagRestorer tags, AccessInspector access, NamespaceQuota quota)
{
    /// <summary>
    /// What the target has is taken as <see cref="TagFacts"/> decides, and only where it is whole; otherwise the copy is brought to what
    /// the source has.
    /// </summary>
    /// <exception cref="RegistryException">The try failed; the target's tag is as it was before.</exception>
    /// <exception cref="RegistryConfigurationException">Another writer has the tag, and the policy lets him.</exception>
    public async Task<BackupResult> RunAsync(
        BackupInput context, BackupEndpoints ends, CopyProgress progress, CancellationToken cancellationToken)
    {
        var result = await BringAsync(context, ends, progress, cancellationToken);
        // Most images are everybody's: pods start from their copies as soon as these are Ready.
        return context.Policy.Rewrites && context.Backup.Status.Access is null
            ? result with { Access = await access.AskForAllAsync(context, cancellationToken) }
            : result;
    }

    private async Task<BackupResult> BringAsync(
        BackupInput context, BackupEndpoints ends, CopyProgress progress, CancellationToken cancellationToken)
    {
        var facts = context.TagFacts();
        // The tag's present content changes nothing: one request less.
        if (facts.IsRequested || (facts.Follows && facts.Copy is null))
            return await CopyAsync(context, ends, facts, repair: false, progress, cancellationToken);

        var there = await FindCopyAsync(ends, cancellationToken);
        var source = there is null ? null : await AskSourceAsync(ends, cancellationToken);
        facts = facts with { There = there?.Digest, Source = source?.Digest };
        var action = facts.Decide();
        return await TakeAsync(context, ends, facts, action, source, cancellationToken)
            ?? await CopyAsync(context, ends, facts, repair: action != TagAction.Copy, progress, cancellationToken);
    }

    /// <summary>Asks the source what the tag points to now; null where it cannot say, which is no fault of the copy.</summary>
    private async Task<ImageState?> AskSourceAsync(BackupEndpoints ends, CancellationToken cancellationToken)
    {
        try
        {
            return await inspector.ResolveAsync(ends.Source, cancellationToken);
        }
        catch (RegistryException)
        {
            return null;
        }
    }

    public static bool HasMoved(BackupInput context, ImageState? source, Digest target)
    {
        if (source is null) return false;
        // With a platform filter the copy has a digest of its own: what the source had when it was made decides.
        if (context.Policy.Platforms.Count > 0)
            return context.Backup.Status.Source?.Digest is { } known && known != source.Digest.ToString();
        return source.Digest != target;
    }

    /// <summary>A target that may be written and not read is taken for empty; if it may not be written either, the copy tells.</summary>
    private async Task<ImageState?> FindCopyAsync(BackupEndpoints ends, CancellationToken cancellationToken)
    {
        try
        {
            return await inspector.ResolveAsync(ends.Target, cancellationToken);
        }
        catch (RegistryException hidden) when (hidden.IsRefusal)
        {
            return null;
        }
    }

    /// <returns>Null where the image has to be copied.</returns>
    private async Task<BackupResult?> TakeAsync(
        BackupInput context,
        BackupEndpoints ends,
        TagFacts facts,
        TagAction action,
        ImageState? source,
        CancellationToken cancellationToken)
    {
        switch (action)
        {
            case TagAction.Copy:
                return null;
            case TagAction.SetBack or TagAction.Leave:
                var conflict = await tags.SettleAsync(ends.Target, facts.Copy!.Value, facts.There!.Value, action, cancellationToken);
                if (conflict is null) return action == TagAction.SetBack ? null : throw Lost(context, facts);
                var kept = await AdoptAsync(context, ends, facts.Copy!.Value, source, cancellationToken);
                return kept with { Conflict = conflict };
            default:
                if (!await tags.IsWholeAsync(ends.Target, facts.There!.Value, cancellationToken)) return null;
                var isFound = action == TagAction.AdoptFound || (action == TagAction.Stay && facts.IsFound);
                var adopted = await AdoptAsync(context, ends, facts.There!.Value, source, cancellationToken);
                return adopted with { IsFound = isFound };
        }
    }

    private async Task<BackupResult> AdoptAsync(
        BackupInput context, BackupEndpoints ends, Digest content, ImageState? source, CancellationToken cancellationToken)
    {
        var description = await DescribeAsync(context, ends, content, cancellationToken);
        return new BackupResult(content, source, description, Previous: null, Copied: false, HasMoved(context, source, content));
    }

    private async Task<BackupResult> CopyAsync(
        BackupInput context,
        BackupEndpoints ends,
        TagFacts facts,
        bool repair,
        CopyProgress progress,
        CancellationToken cancellationToken)
    {
        var foreign = facts.Copy is not null && facts.There != facts.Copy ? facts.There : null;
        var request = new CopyRequest(ends.Source, ends.Target)
        {
            Platforms = ends.Policy.Platforms,
            Referrers = context.Policy.Referrers,
            // Another writer's content is no earlier copy.
            KeepPrevious = ends.Rule.KeepPrevious > 0 && foreign is null,
            Repair = repair,
            MaxBytes = quota.RoomFor(context.Backup, context.Policy.Quota, context.Namespaces),
        };
        var result = await copier.CopyAsync(request, progress, cancellationToken);
        if (result.UpToDate && !await tags.IsWholeAsync(ends.Target, result.TargetDigest, cancellationToken))
            result = await copier.CopyAsync(request with { Repair = true }, progress, cancellationToken);
        var description = result.UpToDate
            ? await DescribeAsync(context, ends, result.TargetDigest, cancellationToken)
            : new ImageDescription(result.TargetDigest, result.MediaType, result.Platforms, result.SizeBytes, result.Progress.BlobsTotal);
        var isReplaced = foreign is null && result.PreviousDigest != result.TargetDigest;
        return new BackupResult(
            result.TargetDigest,
            new ImageState(result.SourceDigest, result.MediaType),
            description,
            isReplaced ? result.PreviousDigest : null,
            Copied: !result.UpToDate,
            SourceMoved: false)
        {
            Warnings = result.Warnings,
            Conflict = foreign is not null && !result.UpToDate ? new TagConflict(foreign.Value) : null,
        };
    }

    /// <summary>Reads platforms and size from the target, where no pull is counted, unless the status has them.</summary>
    private async Task<ImageDescription?> DescribeAsync(
        BackupInput context, BackupEndpoints ends, Digest digest, CancellationToken cancellationToken) =>
        context.Backup.Status is { SizeBytes: not null } status && status.Target?.Digest == digest.ToString()
            ? null
            : await inspector.DescribeAsync(TagRestorer.At(ends.Target, digest), cancellationToken);

    private static RegistryConfigurationException Lost(BackupInput context, TagFacts facts) => new(
        ConditionReasons.TargetChanged,
        $"Another writer has put {facts.There} under {context.Target}, and the copy {facts.Copy} is no longer there. "
            + "spec.target.onConflict of the policy is Keep: set it to Restore to copy the image anew, "
            + $"or set the annotation {WellKnown.RecopyRequestedAtAnnotation} to a new value");
}
