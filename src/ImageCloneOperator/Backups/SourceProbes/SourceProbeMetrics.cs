using System.Diagnostics.Metrics;
using ImageCloneOperator.Observability;

namespace ImageCloneOperator.Backups.SourceProbes;

/// <summary>How checks of sources end: <c>imageclone_source_checks_total{result}</c>.</summary>
internal sealed class SourceProbeMetrics(IMeterFactory meters)
{
    public const string Answered = "Answered";

    /// <summary>The host had failed for another image a moment ago.</summary>
    public const string HostSilent = "HostSilent";

    /// <summary>The source failed, and so did the copy's registry.</summary>
    public const string CopyOutOfReach = "CopyOutOfReach";

    /// <summary>The question was never sent.</summary>
    public const string NotAsked = "NotAsked";

    private readonly Counter<long> _checks = meters.Create(OperatorMeter.Name).CreateCounter<long>(
        "imageclone.source.checks",
        "{check}",
        "Checks whether sources are available, by result: Answered, the kind of the failure, HostSilent where the host had just failed "
            + "for another image, CopyOutOfReach, or NotAsked");

    public void Checked(string result) => _checks.Add(1, new KeyValuePair<string, object?>("result", result));
}
