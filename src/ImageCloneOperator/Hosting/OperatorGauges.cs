using System.Diagnostics.Metrics;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Conditions;
using ImageCloneOperator.Kubernetes.Coordination;
using ImageCloneOperator.Observability;

namespace ImageCloneOperator.Hosting;

/// <summary>How things stand, read from the caches when somebody asks: who leads, and how many policies and backups are in which state.</summary>
internal sealed class OperatorGauges
{
    private const string Ready = "Ready";
    private const string Stalled = "Stalled";
    private const string Reconciling = "Reconciling";
    private const string Waiting = "Waiting";

    // States that nothing is in are told too: a series that vanished would keep its last value.
    private static readonly string[] States = [Ready, Stalled, Reconciling, Waiting];

    public OperatorGauges(
        IMeterFactory meters, ILeaderElection election, IResourceCache<BackupPolicy> policies, IResourceCache<ImageBackup> backups)
    {
        var meter = meters.Create(OperatorMeter.Name);
        meter.CreateObservableGauge("imageclone.leader", () => election.IsLeader ? 1 : 0, "{leader}", "1 while this replica leads");
        meter.CreateObservableGauge(
            "imageclone.policies", () => Count(policies.List(), policy => policy.Status.Conditions), "{policy}", "BackupPolicies by state: Ready, Stalled, Reconciling or Waiting");
        meter.CreateObservableGauge(
            "imageclone.backups", () => Count(backups.List(), backup => backup.Status.Conditions), "{backup}", "ImageBackups by state: Ready, Stalled, Reconciling or Waiting");
        meter.CreateObservableGauge(
            "imageclone.sources.unavailable", () => backups.List().Count(backup => BackupStateReader.Of(backup).SourceUnavailable), "{backup}", "ImageBackups whose source cannot be reached, where policies ask for that");
    }

    private static IEnumerable<Measurement<int>> Count<T>(IEnumerable<T> entities, Func<T, List<Condition>?> conditions)
    {
        var counts = entities.CountBy(entity => StateOf(conditions(entity)), StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return States.Select(state => new Measurement<int>(counts.GetValueOrDefault(state), new KeyValuePair<string, object?>("state", state)));
    }

    private static string StateOf(List<Condition>? conditions) =>
        Is(conditions, ConditionTypes.Ready) ? Ready
        : Is(conditions, ConditionTypes.Stalled) ? Stalled
        : Is(conditions, ConditionTypes.Reconciling) ? Reconciling
        : Waiting;

    private static bool Is(List<Condition>? conditions, string type) =>
        conditions?.Exists(condition => condition.Type == type && condition.Status == "True") is true;
}
