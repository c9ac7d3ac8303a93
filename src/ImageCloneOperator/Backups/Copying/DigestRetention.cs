using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Registry;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>
/// Keeps the list of what a moved tag pointed to before, and gives up the anchors of those beyond the number that the tag rule keeps.
/// </summary>
internal sealed partial class DigestRetention(
    TargetMaintenance maintenance, IResourceCache<ImageBackup> backups, ILogger<DigestRetention> logger)
{
    public const string ByTarget = "target";

    /// <returns>The digests that stay, latest first; null where there are none.</returns>
    public async Task<List<string>?> KeepAsync(
        ImageBackup backup, BackupEndpoints ends, Digest? replaced, CancellationToken cancellationToken)
    {
        var all = (backup.Status.PreviousDigests ?? [])
            .Prepend(replaced?.ToString())
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToList();
        foreach (var digest in all.Skip(ends.Rule.KeepPrevious)) await GiveUpAsync(ends.Target, digest, cancellationToken);
        return all.Count == 0 || ends.Rule.KeepPrevious == 0 ? null : [.. all.Take(ends.Rule.KeepPrevious)];
    }

    private async Task GiveUpAsync(RegistryEndpoint target, string text, CancellationToken cancellationToken)
    {
        if (!Digest.TryParse(text, out var digest)) return;
        var anchor = target.Image.WithTag(AnchorTag.For(digest));
        if (backups.ByIndex(ByTarget, anchor.ToString()).Count > 0) return;
        try
        {
            await maintenance.UntagAsync(target, digest, cancellationToken);
        }
        catch (RegistryException error)
        {
            // It stays at the target a little longer than it had to; the new copy is none the worse.
            Log.Kept(logger, anchor, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Anchor} stays at the target: {Reason}")]
        public static partial void Kept(ILogger logger, ImageReference anchor, string reason);
    }
}
