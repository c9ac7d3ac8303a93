using System.Collections.Concurrent;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Registry;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Backups.SourceProbes;

/// <summary>
/// Asks sources whether their images can be pulled, in the background: a dead host answers slowly. What it finds waits here until the
/// backup's controller, which it wakes, has written it.
/// </summary>
internal sealed partial class SourceProber(
    RegistryInspector inspector,
    RegistryEndpointResolver access,
    UnreachableHosts silent,
    SourceProbeMetrics metrics,
    TimeProvider time,
    ILogger<SourceProber> logger)
{
    private const int Concurrent = 16;
    private static readonly TimeSpan RequeueAfterRefusal = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, ProbeSchedule> _turns = new(StringComparer.Ordinal);

    /// <summary>The probes under way; their ends wake the backup's controller.</summary>
    public BackgroundTasks Tasks { get; } = new(nameof(SourceProber), Concurrent, time, logger);

    public ProbeResult? FindingOf(string name) => _turns.TryGetValue(name, out var turn) ? turn.Finding : null;

    /// <summary>The finding is in the status.</summary>
    public void Written(string name)
    {
        if (_turns.TryGetValue(name, out var turn)) _turns.TryUpdate(name, turn with { Finding = null }, turn);
    }

    /// <summary>Starts a check when it is due.</summary>
    /// <returns>How long there is nothing to do; null while a check is under way, since its end is told.</returns>
    public TimeSpan? Next(BackupInput context)
    {
        var name = context.Backup.Metadata.Name!;
        var now = time.GetUtcNow();
        var due = _turns.GetOrAdd(name, _ => new ProbeSchedule(now)).Due(context.Backup, context.Policy.SourceProbe);
        if (due > now) return due - now;
        return Tasks.TryStart(name, "", token => CheckAsync(context, token)) || Tasks.VersionOf(name) is not null
            ? null
            : RequeueAfterRefusal;
    }

    public async Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        await Tasks.CancelAsync(name, cancellationToken);
        _turns.TryRemove(name, out _);
    }

    private async Task CheckAsync(BackupInput context, CancellationToken cancellationToken)
    {
        using var slot = await Tasks.TakeSlotAsync(context.Namespaces, context.Source.Registry, cancellationToken);
        ProbeResult? finding = null;
        try
        {
            finding = await FindAsync(context, cancellationToken);
        }
        catch (Exception error) when (error is RegistryConfigurationException or ClusterException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // It says nothing about the source.
            metrics.Checked(SourceProbeMetrics.NotAsked);
            Log.NotAsked(logger, context.Backup.Spec.Source, error.Message);
        }

        _turns[context.Backup.Metadata.Name!] = new ProbeSchedule(time.GetUtcNow(), Checked: true, finding);
    }

    /// <returns>
    /// Null when the copy cannot be had either: it could not take the source's place, and most likely our own network is gone.
    /// </returns>
    private async Task<ProbeResult?> FindAsync(BackupInput context, CancellationToken cancellationToken)
    {
        var (result, failure) = await AskAsync(context, context.Source, context.SourceAsync, cancellationToken);
        if (failure is not null && !context.Backup.IsSourceUnavailable()
            && await AskAsync(context, context.Target, context.TargetAsync, cancellationToken) is { Failure: { } noCopy })
        {
            metrics.Checked(SourceProbeMetrics.CopyOutOfReach);
            Log.NoCopy(logger, context.Backup.Spec.Source, failure, noCopy);
            return null;
        }

        metrics.Checked(result);
        return new ProbeResult(time.GetUtcNow(), failure);
    }

    /// <returns>What to count it as, and why the image cannot be pulled; no reason where it can.</returns>
    private async Task<(string Result, string? Failure)> AskAsync(
        BackupInput context,
        ImageReference image,
        Func<RegistryEndpointResolver, CancellationToken, Task<RegistryEndpoint>> endpoint,
        CancellationToken cancellationToken)
    {
        var policy = context.Policy.Name;
        if (SilenceOf(context, image) is { } failure) return (SourceProbeMetrics.HostSilent, failure);
        try
        {
            await inspector.ProbeAsync(await endpoint(access, cancellationToken), cancellationToken);
            silent.Answered(policy, image.Registry);
            return (SourceProbeMetrics.Answered, null);
        }
        catch (RegistryException error)
        {
            silent.Note(policy, error);
            if (error.Withheld is { } withheld) Log.Unreachable(logger, image, withheld);
            return (error.Kind.ToString(), error.Detail);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && SilenceOf(context, image) is { } meanwhile)
        {
            // It waited for its turn behind others that wait for the same dead host.
            return (SourceProbeMetrics.HostSilent, meanwhile);
        }
    }

    /// <summary>The failure of the image's host for another image a moment ago, if any.</summary>
    private string? SilenceOf(BackupInput context, ImageReference image) =>
        silent.Find(context.Policy.Name, image.Registry, context.Policy.SourceProbe.Interval);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The source of {Image} could not be probed: {Reason}")]
        public static partial void NotAsked(ILogger logger, string image, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Image} could not be probed: {Reason}")]
        public static partial void Unreachable(ILogger logger, ImageReference image, string reason);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Neither {Image} nor its copy can be pulled, so nothing changes: {Failure}; the copy: {CopyFailure}")]
        public static partial void NoCopy(ILogger logger, string image, string failure, string copyFailure);
    }
}
