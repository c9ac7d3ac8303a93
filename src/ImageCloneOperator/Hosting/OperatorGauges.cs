using System.Diagnostics.Metrics;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Ownership;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Conditions;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Observability;

namespace ImageCloneOperator.Hosting;

/// <summary>
/// How things stand, read from the caches when somebody asks: who leads, who shares the copies, and how many policies and backups are in
/// which state.
/// </summary>
internal sealed class OperatorGauges
{
    public OperatorGauges(
        IMeterFactory meters,
        ILeaderElection election,
        IMembership membership,
        OwnedBackups owned,
        UnclaimedBackups unclaimed,
        IResourceCache<BackupPolicy> policies,
        IResourceCache<ImageBackup> backups)
    {
        var meter = meters.Create(OperatorMeter.Name);
        meter.CreateObservableGauge("imageclone.leader", () => election.IsLeader ? 1 : 0, "{leader}", "1 while this replica leads");
        meter.CreateObservableGauge(
            "imageclone.members", () => membership.Members.Count, "{replica}", "Replicas that share the copies, as this one sees them");
        meter.CreateObservableGauge(
            "imageclone.backups.owned",
            () => backups.List().Count(owned.Owns),
            "{backup}",
            "ImageBackups that are this replica's to copy and to check");
        meter.CreateObservableGauge(
            "imageclone.backups.unclaimed",
            unclaimed.Count,
            "{backup}",
            "ImageBackups that have been due for more than two minutes and in nobody's hands: there should be none");
        meter.CreateObservableGauge(
            "imageclone.policies",
            () => Count(policies.List(), policy => policy.Status.Conditions),
            "{policy}",
            "BackupPolicies by state: Ready, Stalled, Reconciling or Waiting");
        meter.CreateObservableGauge(
            "imageclone.policies.restorable",
            () => CountRestorable(policies.List()),
            "{policy}",
            "BackupPolicies by the status of their condition Restorable: True, False or Unknown");
        meter.CreateObservableGauge(
            "imageclone.backups",
            () => Count(backups.List(), backup => backup.Status.Conditions),
            "{backup}",
            "ImageBackups by state: Ready, Stalled, Reconciling or Waiting");
        meter.CreateObservableGauge(
            "imageclone.sources.unavailable",
            () => backups.List().Count(backup => BackupStateReader.Of(backup).SourceUnavailable),
            "{backup}",
            "ImageBackups whose source cannot be reached, where policies ask for that");
    }

    private static IEnumerable<Measurement<int>> CountRestorable(IEnumerable<BackupPolicy> policies)
    {
        var counts = policies.Select(policy => policy.Status.Conditions.Find(ConditionTypes.Restorable)?.Status).OfType<string>()
            .CountBy(status => status)
            .ToDictionary();
        return Enum.GetNames<ConditionStatus>().Select(
            status => new Measurement<int>(counts.GetValueOrDefault(status), new KeyValuePair<string, object?>("status", status)));
    }

    /// <summary>Counts phases that nothing is in too: a series that vanished would keep its last value.</summary>
    private static IEnumerable<Measurement<int>> Count<T>(IEnumerable<T> entities, Func<T, List<Condition>?> conditions)
    {
        var counts = entities.CountBy(entity => conditions(entity).Phase()).ToDictionary();
        return Enum.GetValues<ObjectPhase>().Select(
            phase => new Measurement<int>(counts.GetValueOrDefault(phase), new KeyValuePair<string, object?>("state", phase.ToString())));
    }
}
