using System.Collections.Concurrent;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Ownership;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Copying;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>
/// Copies the content that pods run beside a finished copy that is other content, each under an anchor as earlier digests have one: it is
/// listed among them, so that retention keeps it for as long as a pod runs it.
/// </summary>
internal sealed partial class RunningDigestCopier(
    GuardedEndpoints endpoints,
    RegistryInspector inspector,
    ImageCopier copier,
    BackgroundTasks tasks,
    StatusPatcher writer,
    TimeProvider time,
    ILogger<RunningDigestCopier> logger) : IBackupKeeper
{
    private readonly ConcurrentDictionary<string, Failure> _failures = new(StringComparer.Ordinal);

    /// <summary>Forgets in the status what no pod runs any more.</summary>
    public Task<ImageBackup> NoteAsync(BackupInput input, CancellationToken cancellationToken)
    {
        var backup = input.Backup;
        if (!backup.IsReady() || (input.Running.Count == 0 && backup.Status.RunningDigests is null)) return Task.FromResult(backup);
        return writer.WriteAsync(backup, backup.Status.WithRunning(backup, input.Running, [], time.GetUtcNow()), cancellationToken);
    }

    /// <summary>Looks at what is not known yet, unless the backup is worked on: both write of what its target has.</summary>
    public TimeSpan? Next(BackupInput input)
    {
        var (backup, name) = (input.Backup, input.Backup.Metadata.Name!);
        if (!backup.IsReady() || backup.Status.Unknown(input.Running).Count == 0 || tasks.VersionOf(name) is not null) return null;
        var wait = _failures.TryGetValue(name, out var failure) ? failure.Next - time.GetUtcNow() : TimeSpan.Zero;
        if (wait > TimeSpan.Zero) return wait;
        return tasks.StartOrRetry(name, input.Version, token => RunAsync(input, token));
    }

    public Task ForgetAsync(string backup, CancellationToken cancellationToken)
    {
        _failures.TryRemove(backup, out _);
        return Task.CompletedTask;
    }

    /// <summary>Looks at each digest that is not known yet. One that fails is looked at again after a while, with those after it.</summary>
    private async Task RunAsync(BackupInput input, CancellationToken cancellationToken)
    {
        var name = input.Backup.Metadata.Name!;
        List<RunningDigest> found = [];
        try
        {
            using var slot = await tasks.TakeSlotAsync(input.Namespaces, input.Source.Registry, cancellationToken);
            var ends = await endpoints.OfAsync(input, cancellationToken);
            var inCopy = await PartsAsync(ends, input.Backup.Status.Target?.Digest, cancellationToken);
            foreach (var digest in input.Backup.Status.Unknown(input.Running))
            {
                var place = inCopy.Contains(digest) ? RunningDigestPlace.InCopy : await CopyAsync(input, ends, digest, cancellationToken);
                found.Add(new RunningDigest { Digest = digest.ToString(), Place = place });
            }

            _failures.TryRemove(name, out _);
        }
        catch (Exception error) when (BackupFailure.IsTold(error, cancellationToken))
        {
            var attempts = (_failures.GetValueOrDefault(name)?.Attempts ?? 0) + 1;
            _failures[name] = new Failure(attempts, RetryBackoff.NextTry(attempts, time.GetUtcNow(), Random.Shared.NextDouble()));
            Log.Failed(logger, input.Backup.Spec.Source, BackupFailure.Of(error, input.Target).Message);
        }

        await TellAsync(input, found, cancellationToken);
    }

    /// <summary>The manifests of an index: a runtime may tell the digest of its own platform.</summary>
    private async Task<IReadOnlyList<Digest>> PartsAsync(BackupEndpoints ends, string? digest, CancellationToken cancellationToken) =>
        Digest.TryParse(digest, out var content)
            ? await inspector.ListManifestsAsync(TagRestorer.At(ends.Target, content), cancellationToken)
            : [];

    private async Task<RunningDigestPlace> CopyAsync(
        BackupInput input, BackupEndpoints ends, Digest digest, CancellationToken cancellationToken)
    {
        var target = ends.Target with { Image = ends.Target.Image.WithTag(AnchorTag.For(digest)) };
        if ((await inspector.ResolveAsync(target, cancellationToken))?.Digest == digest) return RunningDigestPlace.Copied;
        var source = TagRestorer.At(ends.Source, digest);
        if (await inspector.ResolveAsync(source, cancellationToken) is null) return await FindAsync(input, ends, digest, cancellationToken);
        // Whole, whatever the policy's platforms: with fewer it would be other content.
        await copier.CopyAsync(
            new CopyRequest(source, target) { Referrers = input.Policy.Referrers }, new CopyProgress(), cancellationToken);
        Log.Copied(logger, input.Backup.Spec.Source, digest);
        return RunningDigestPlace.Copied;
    }

    /// <summary>What its source no longer has may be a platform of an earlier copy.</summary>
    private async Task<RunningDigestPlace> FindAsync(
        BackupInput input, BackupEndpoints ends, Digest digest, CancellationToken cancellationToken)
    {
        foreach (var previous in input.Backup.Status.PreviousDigests ?? [])
            if ((await PartsAsync(ends, previous, cancellationToken)).Contains(digest)) return RunningDigestPlace.Copied;
        return RunningDigestPlace.Gone;
    }

    private async Task TellAsync(BackupInput input, List<RunningDigest> found, CancellationToken cancellationToken)
    {
        if (found.Count == 0) return;
        var (backup, status) = (input.Backup, input.Backup.Status);
        var copied = found.Where(each => each.Place == RunningDigestPlace.Copied).Select(each => each.Digest);
        status = status with { PreviousDigests = PreviousDigests.With(status.PreviousDigests, copied) };
        await writer.WriteAsync(backup, status.WithRunning(backup, input.Running, found, time.GetUtcNow()), cancellationToken);
    }

    private sealed record Failure(int Attempts, DateTimeOffset Next);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Copied {Digest} of {Image}, which pods run")]
        public static partial void Copied(ILogger logger, string image, Digest digest);

        [LoggerMessage(Level = LogLevel.Warning, Message = "What pods run of {Image} could not be looked at: {Explanation}")]
        public static partial void Failed(ILogger logger, string image, string explanation);
    }
}
