using System.Diagnostics.Metrics;
using ImageCloneOperator.Kubernetes.Queues;

namespace ImageCloneOperator.Kubernetes.Controllers;

/// <summary>How much controllers do and how it ends; the tag <c>controller</c> names the controller.</summary>
public sealed class ControllerMetrics
{
    private readonly Counter<long> _reconciles;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _panics;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _running;

    public ControllerMetrics(IMeterFactory meters)
    {
        Queue = new QueueMetrics(meters);
        var meter = meters.Create(KubernetesMeter.Name);
        _reconciles = meter.CreateCounter<long>("kubernetes.reconcile.count", "{reconcile}", "Reconciles that ended, by result");
        _errors = meter.CreateCounter<long>("kubernetes.reconcile.errors", "{reconcile}", "Reconciles that failed; conflicts are none");
        _panics = meter.CreateCounter<long>(
            "kubernetes.reconcile.panics", "{reconcile}", "Reconciles that threw what they were not expected to");
        _duration = meter.CreateHistogram<double>("kubernetes.reconcile.duration", "s", "How long a reconcile took");
        _running = meter.CreateUpDownCounter<long>("kubernetes.reconcile.running", "{reconcile}", "Reconciles under way");
    }

    internal QueueMetrics Queue { get; }

    internal void Began(string controller) => _running.Add(1, Tag(controller));

    internal void Ended(string controller, ReconcileOutcomeKind outcome, TimeSpan took)
    {
        _running.Add(-1, Tag(controller));
        _duration.Record(took.TotalSeconds, Tag(controller));
        _reconciles.Add(1, Tag(controller), new KeyValuePair<string, object?>("result", outcome.ToString()));
        if (outcome is ReconcileOutcomeKind.Failed or ReconcileOutcomeKind.Stalled or ReconcileOutcomeKind.Panicked
            or ReconcileOutcomeKind.TimedOut)
        {
            _errors.Add(1, Tag(controller));
        }

        if (outcome is ReconcileOutcomeKind.Panicked) _panics.Add(1, Tag(controller));
    }

    private static KeyValuePair<string, object?> Tag(string controller) => new("controller", controller);
}
