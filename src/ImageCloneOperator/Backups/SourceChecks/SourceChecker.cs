using System.Collections.Concurrent;
using ImageCloneOperator.Kubernetes.Client;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Registry.Copying;
using ImageCloneOperator.Secrets;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Backups.SourceChecks;

/// <summary>
/// Asks sources whether their images can be pulled, in the background: a dead host answers slowly. What it finds waits here until the backup's
/// controller, which it wakes, has written it.
/// </summary>
internal sealed partial class SourceChecker(
    ImageChecker checker, RegistryAccess access, SourceCheckMetrics metrics, TimeProvider time, ILogger<SourceChecker> logger)
    : WorkPool(Concurrent, time, logger)
{
    private const int Concurrent = 8;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, SourceTurn> _turns = new(StringComparer.Ordinal);
    private readonly SilentHosts _silent = new(time);

    public override string Name => "SourceChecker";

    public SourceFinding? FindingOf(string name) => _turns.TryGetValue(name, out var turn) ? turn.Finding : null;

    /// <summary>The finding is in the status.</summary>
    public void Written(string name)
    {
        if (_turns.TryGetValue(name, out var turn)) _turns.TryUpdate(name, turn with { Finding = null }, turn);
    }

    /// <summary>Starts a check when it is due.</summary>
    /// <returns>How long there is nothing to do; null while a check is under way, since its end is told.</returns>
    public TimeSpan? Next(BackupContext context)
    {
        var name = context.Backup.Metadata.Name!;
        var now = Time.GetUtcNow();
        var due = _turns.GetOrAdd(name, _ => new SourceTurn(now)).Due(context.Backup, context.Policy.Spec.Rewrite.SourceCheck);
        if (due > now) return due - now;
        return TryStart(name, "", token => CheckAsync(context, token)) || VersionOf(name) is not null ? null : LookAgain;
    }

    public async Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        await CancelAsync(name, cancellationToken);
        _turns.TryRemove(name, out _);
    }

    private async Task CheckAsync(BackupContext context, CancellationToken cancellationToken)
    {
        SourceFinding? finding = null;
        try
        {
            var failure = SilenceOf(context) ?? await AskAsync(context, cancellationToken);
            finding = new SourceFinding(Time.GetUtcNow(), failure);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && SilenceOf(context) is { } failure)
        {
            // It waited for its turn behind others that wait for the same dead host.
            finding = new SourceFinding(Time.GetUtcNow(), failure);
        }
        catch (Exception error) when (error is AccessException or KubernetesException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // It says nothing about the source.
            metrics.Checked(SourceCheckMetrics.NotAsked);
            Log.NotAsked(logger, context.Backup.Spec.Source, error.Message);
        }

        _turns[context.Backup.Metadata.Name!] = new SourceTurn(Time.GetUtcNow(), Checked: true, finding);
    }

    /// <summary>The failure of the image's host for another image a moment ago, if any.</summary>
    private string? SilenceOf(BackupContext context)
    {
        var interval = context.Policy.Spec.Rewrite.SourceCheck.Interval.Value;
        var failure = _silent.Find(context.Policy.Metadata.Name!, context.Source.Registry, interval);
        if (failure is not null) metrics.Checked(SourceCheckMetrics.HostSilent);
        return failure;
    }

    /// <returns>Why the image cannot be pulled; null where it can.</returns>
    private async Task<string?> AskAsync(BackupContext context, CancellationToken cancellationToken)
    {
        var policy = context.Policy.Metadata.Name!;
        try
        {
            await checker.ProbeAsync(await context.SourceAsync(access, cancellationToken), cancellationToken);
            _silent.Answered(policy, context.Source.Registry);
            metrics.Checked(SourceCheckMetrics.Answered);
            return null;
        }
        catch (RegistryException error)
        {
            _silent.Note(policy, error);
            metrics.Checked(error.Kind.ToString());
            return error.Detail;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Whether {Image} is available could not be asked: {Reason}")]
        public static partial void NotAsked(ILogger logger, string image, string reason);
    }
}
