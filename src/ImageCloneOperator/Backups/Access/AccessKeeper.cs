using System.Collections.Concurrent;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Policies.Compilation;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Backups.Access;

/// <summary>
/// Keeps in the status of each backup whose policy rewrites who may run from its copy, asked in the background. For the backups' controller
/// alone.
/// </summary>
internal sealed class AccessKeeper(
    AccessInspector inspector, StatusPatcher writer, CompiledPolicies policies, TimeProvider time, ILogger<AccessKeeper> logger)
    : IBackupKeeper
{
    private const int Concurrent = 16;

    private readonly ConcurrentDictionary<string, AccessTurn> _turns = new(StringComparer.Ordinal);

    /// <summary>The questions under way; their ends wake the backup's controller.</summary>
    public BackgroundTasks Tasks { get; } = new(nameof(AccessKeeper), Concurrent, time, logger);

    /// <summary>Writes what the source has said, and drops whoever it refused and no longer wants the image.</summary>
    public async Task<ImageBackup> NoteAsync(BackupInput context, CancellationToken cancellationToken)
    {
        var backup = context.Backup;
        var name = backup.Metadata.Name!;
        _turns.TryGetValue(name, out var turn);
        if ((turn?.Finding?.Access ?? backup.Status.Access) is not { } access) return backup;
        if (access.Refused is { } refused)
        {
            var wanted = refused.Intersect(NamespacesOf(context), StringComparer.Ordinal).ToList();
            access = access with { Refused = wanted is [] ? null : wanted };
        }

        var written = await writer.WriteAsync(backup, backup.Status with { Access = access }, cancellationToken);
        if (turn is not null) _turns.TryUpdate(name, turn with { Finding = null }, turn);
        return written;
    }

    public TimeSpan? Next(BackupInput context)
    {
        var backup = context.Backup;
        var name = backup.Metadata.Name!;
        if (!context.Policy.Rewrites || !backup.IsReady()) return null;
        var turn = _turns.GetOrAdd(name, AccessTurn.First);
        if (turn.Finding is not null || Tasks.VersionOf(name) is not null) return null;

        var now = time.GetUtcNow();
        var (round, retry) = (NextRound(context), turn.RetryAt ?? DateTimeOffset.MaxValue);
        var namespaces = NamespacesOf(context).ToList();
        var isWhole = round <= now && !(turn.RetryAt > now);
        List<string> asked = isWhole ? namespaces : [.. namespaces.Where(ns => IsDue(context, turn, ns, retry <= now))];
        if (!isWhole && asked.Count == 0) return (retry > now && (retry < round || round <= now) ? retry : round) - now;
        return Tasks.StartOrRetry(name, "", token => AskAsync(context, asked, isWhole, token));
    }

    public async Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        await Tasks.CancelAsync(name, cancellationToken);
        _turns.TryRemove(name, out _);
    }

    private async Task AskAsync(BackupInput context, List<string> asked, bool isWhole, CancellationToken cancellationToken)
    {
        var name = context.Backup.Metadata.Name!;
        using var slot = await Tasks.TakeSlotAsync(context.Namespaces, context.Source.Registry, cancellationToken);
        var finding = await inspector.AskAsync(context, asked, isWhole, cancellationToken);
        var before = _turns.GetValueOrDefault(name, AccessTurn.First);
        var namespaces = NamespacesOf(context).ToList();
        var with = before.AskedWith.Where(known => namespaces.Contains(known.Key)).ToDictionary(StringComparer.Ordinal);
        foreach (var ns in asked) with[ns] = inspector.CredentialsOf(context, ns);
        var access = BackupStateReader.Access(finding.Access);
        var isOpen = !finding.Round.IsAnswered || namespaces.Exists(ns => access.For(ns) != AccessAnswer.Given);
        var attempts = isOpen ? before.Attempts + 1 : 0;
        TimeSpan? longest = finding.Round.IsAnswered ? RetryBackoff.LongestForMissing : null;
        DateTimeOffset? retryAt = isOpen
            ? RetryBackoff.NextTry(attempts, time.GetUtcNow(), Random.Shared.NextDouble(), longest: longest)
            : null;
        _turns[name] = new AccessTurn(attempts, retryAt, with, finding);
    }

    /// <summary>One that has been asked for waits for its turn, unless it now asks with something else.</summary>
    private bool IsDue(BackupInput context, AccessTurn turn, string ns, bool isRetry)
    {
        var answer = BackupStateReader.Access(context.Backup.Status.Access).For(ns);
        if (!turn.AskedWith.TryGetValue(ns, out var with)) return answer != AccessAnswer.Given;
        return context.Backup.Status.Access is not { Everybody: true }
            && (with != inspector.CredentialsOf(context, ns) || (isRetry && answer != AccessAnswer.Given));
    }

    /// <summary>When all are asked for again: what is withdrawn is to end, and what was given is to go on.</summary>
    private static DateTimeOffset NextRound(BackupInput context) =>
        context.Backup.Status.Access is { LastCheckTime: { } last } access
            && access.AskedWith == AccessInspector.Fingerprint(context.Policy)
            ? last + (context.Policy.VerifyInterval * (1 + (0.1 * VerifySchedule.ShareOf(context.Backup.Metadata.Name!))))
            : DateTimeOffset.MinValue;

    /// <summary>Those that use the image and whose workloads may be rewritten.</summary>
    private IEnumerable<string> NamespacesOf(BackupInput context)
    {
        var all = policies.Planner.Policies;
        return context.Namespaces.Distinct(StringComparer.Ordinal).Where(ns => !all.IsSystem(ns));
    }
}
