using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Planning;
using ImageCloneOperator.Workloads.Protection;
using ImageCloneOperator.Workloads.Rewriting;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Workloads;

/// <summary>
/// Sees to it that a workload's images have their ImageBackups, that it is held until they are done, and that its images are those that the
/// policies want.
/// </summary>
internal sealed partial class WorkloadController : IReconciler<WorkloadKey>, IDisposable
{
    /// <summary>Somebody else's change, whose event is on its way to the cache.</summary>
    private static readonly TimeSpan RequeueAfterChange = TimeSpan.FromMilliseconds(200);

    private readonly WorkloadPlanner _planner;
    private readonly BackupUpserter _backups;
    private readonly ProtectionFinalizer _protection;
    private readonly WorkloadEvents _events;
    private readonly WorkloadRewriter _rewriter;
    private readonly WorkloadCaches _workloads;
    private readonly ILogger<WorkloadController> _logger;
    private readonly IDisposable _deletions;

    public WorkloadController(
        WorkloadPlanner planner,
        BackupUpserter backups,
        ProtectionFinalizer protection,
        WorkloadEvents events,
        WorkloadRewriter rewriter,
        WorkloadCaches workloads,
        ILogger<WorkloadController> logger)
    {
        (_planner, _backups, _protection, _events, _rewriter, _workloads, _logger) =
            (planner, backups, protection, events, rewriter, workloads, logger);
        _deletions = workloads.Subscribe(change =>
        {
            if (change.IsDeleted) Forget(change.Old!.Uid);
        });
    }

    public async Task<ReconciliationResult> ReconcileAsync(WorkloadKey key, CancellationToken cancellationToken)
    {
        if (_workloads.Find(key) is not { } workload) return ReconciliationResult.Success();
        var (plan, hold) = _planner.Judge(workload);
        if (plan.Backups.Any()) Log.Starting(_logger, key);

        // The hold comes first: what is deleted a moment later must already be held.
        var settled = !hold.Hold || await _protection.HoldAsync(workload, cancellationToken);
        // Nothing below may keep a workload longer than its hold.
        if (!hold.Hold) settled &= await _protection.ReleaseAsync(workload, cancellationToken);
        _events.Report(workload, plan, hold);
        var (refusals, leftOut) = (new List<string>(), new List<QuotaException>());
        foreach (var backup in plan.Backups) settled &= await EnsureAsync(backup, plan.Workload, refusals, leftOut, cancellationToken);
        _events.ReportRefusedBackups(workload, refusals);
        _events.ReportLeftOut(workload, leftOut.ToLookup(image => image.Policy, image => image.Image));

        // Last: a refusal here must keep nothing else from being done.
        settled &= await _rewriter.RewriteAsync(workload, plan, cancellationToken);
        if (refusals.Count > 0) return ReconciliationResult.Failure(string.Join("; ", refusals));
        if (plan.Backups.Any()) Log.Finished(_logger, key);
        var next = _protection.TimeLeft(hold);
        if (leftOut.Count > 0 && !(next < NamespaceQuota.LookAgain)) next = NamespaceQuota.LookAgain;
        return ReconciliationResult.Success(settled ? next : RequeueAfterChange);
    }

    public void Dispose() => _deletions.Dispose();

    /// <summary>A backup that is refused keeps no other from being made.</summary>
    private async Task<bool> EnsureAsync(
        PlannedBackup backup, Workload user, List<string> refusals, List<QuotaException> leftOut, CancellationToken cancellationToken)
    {
        try
        {
            return await _backups.EnsureAsync(backup, user, cancellationToken);
        }
        catch (BackupRefusedException refused)
        {
            refusals.Add(refused.Message);
            return true;
        }
        catch (QuotaException beyond)
        {
            leftOut.Add(beyond);
            return true;
        }
    }

    private void Forget(string uid)
    {
        _events.Forget(uid);
        _rewriter.Forget(uid);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Starting reconciliation: {Workload}")]
        public static partial void Starting(ILogger logger, WorkloadKey workload);

        [LoggerMessage(Level = LogLevel.Information, Message = "Reconciliation successfully finished: {Workload}")]
        public static partial void Finished(ILogger logger, WorkloadKey workload);
    }
}
