using System.Diagnostics.Metrics;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Observability;

namespace ImageCloneOperator.Workloads.Coverage;

/// <summary>The metric <c>imageclone_images_unprotected{reason}</c>.</summary>
internal sealed class UnprotectedGauge
{
    private readonly HashSet<string> _reasons = new(StringComparer.Ordinal)
    {
        UnprotectedImage.NoPolicy, nameof(ImageDecisionReason.KindNotSelected),
    };

    public UnprotectedGauge(IMeterFactory meters, UnprotectedImages unprotected) => meters.Create(OperatorMeter.Name).CreateObservableGauge(
        "imageclone.images.unprotected",
        () => unprotected.Found is { } found ? Measure(found) : [],
        "{image}",
        "Images that the cluster uses, as far as it is watched, and that have no Ready copy, "
            + "by reason: of the backup, or why there is none");

    /// <summary>Reasons of earlier times are told with 0: a series that vanished would keep its last value.</summary>
    private Measurement<int>[] Measure(UnprotectedCounts found)
    {
        lock (_reasons)
        {
            _reasons.UnionWith(found.ByReason.Keys);
            return
            [
                .. _reasons.Select(reason => new Measurement<int>(
                    found.ByReason.GetValueOrDefault(reason), new KeyValuePair<string, object?>("reason", reason))),
            ];
        }
    }
}
