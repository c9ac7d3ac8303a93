using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>Talks to the registries for a backup: adopts the copy that is there, or makes one.</summary>
internal sealed class CopyOrAdopt(ImageCopier copier, RegistryInspector inspector)
{
    /// <summary>
    /// A tag that is copied once is taken as it is where the target has it, whoever put it there; otherwise the copy is brought to what the
    /// source has, which costs two HEADs where nothing has changed.
    /// </summary>
    /// <exception cref="RegistryException">The try failed; the target's tag is as it was before.</exception>
    public async Task<BackupResult> RunAsync(
        BackupInput context, BackupEndpoints ends, CopyProgress progress, CancellationToken cancellationToken)
    {
        var keepsFirst = NextAction.Remedy(context.Facts()) == BackupAction.AdoptOrCopy;
        if (keepsFirst && await FindCopyAsync(ends, cancellationToken) is { } there)
            return await AdoptAsync(context, ends, there, cancellationToken);

        var request = new CopyRequest(ends.Source, ends.Target)
        {
            Platforms = ends.Policy.Platforms,
            Referrers = context.Policy.Referrers,
            KeepPrevious = ends.Rule.KeepPrevious > 0,
        };
        var result = await copier.CopyAsync(request, progress, cancellationToken);
        var description = result.UpToDate
            ? await DescribeAsync(context, ends, result.TargetDigest, cancellationToken)
            : new ImageDescription(result.TargetDigest, result.MediaType, result.Platforms, result.SizeBytes, result.Progress.BlobsTotal);
        return new BackupResult(
            result.TargetDigest,
            new ImageState(result.SourceDigest, result.MediaType),
            description,
            result.PreviousDigest == result.TargetDigest ? null : result.PreviousDigest,
            Copied: !result.UpToDate,
            SourceMoved: false)
        {
            Warnings = result.Warnings,
        };
    }

    /// <summary>A target that may be written and not read is taken for empty; if it may not be written either, the copy tells.</summary>
    private async Task<ImageState?> FindCopyAsync(BackupEndpoints ends, CancellationToken cancellationToken)
    {
        try
        {
            return await inspector.ResolveAsync(ends.Target, cancellationToken);
        }
        catch (RegistryException hidden) when (hidden.Kind is RegistryErrorKind.Unauthorized or RegistryErrorKind.Denied)
        {
            return null;
        }
    }

    /// <summary>Asks the source what the tag points to now; null where it cannot say, which is no fault of the copy.</summary>
    public async Task<ImageState?> AskSourceAsync(BackupEndpoints ends, CancellationToken cancellationToken)
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

    private async Task<BackupResult> AdoptAsync(
        BackupInput context, BackupEndpoints ends, ImageState there, CancellationToken cancellationToken)
    {
        var source = await AskSourceAsync(ends, cancellationToken);
        var description = await DescribeAsync(context, ends, there.Digest, cancellationToken);
        return new BackupResult(there.Digest, source, description, Previous: null, Copied: false, HasMoved(context, source, there.Digest));
    }

    /// <summary>Reads platforms and size from the target, where no pull is counted, unless the status has them.</summary>
    private async Task<ImageDescription?> DescribeAsync(
        BackupInput context, BackupEndpoints ends, Digest digest, CancellationToken cancellationToken) =>
        context.Backup.Status is { SizeBytes: not null } status && status.Target?.Digest == digest.ToString()
            ? null
            : await inspector.DescribeAsync(ends.Target, cancellationToken);
}
