using System.Diagnostics.Metrics;
using ImageCloneOperator.Observability;
using ImageCloneOperator.Registry.Copying;

namespace ImageCloneOperator.Backups.Status;

/// <summary>What copies did: <c>imageclone_copies_total{result}</c>, their bytes and how long they took.</summary>
internal sealed class CopyMetrics
{
    private readonly Counter<long> _copies;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _checks;
    private readonly UpDownCounter<long> _running;
    private readonly Histogram<double> _duration;

    public CopyMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(OperatorMeter.Name);
        _copies = meter.CreateCounter<long>(
            "imageclone.copies", "{copy}", "Tries to copy an image that ended, by result: Copied, UpToDate, or the reason of the failure");
        _bytes = meter.CreateCounter<long>(
            "imageclone.copy.data", "By", "Bytes of images, by how they came to the target: transferred, mounted or reused");
        _checks = meter.CreateCounter<long>(
            "imageclone.checks",
            "{check}",
            "Checks of finished copies, by result: Unchanged, Changed, Missing, Incomplete, Foreign, Hidden or the reason of the failure");
        _running = meter.CreateUpDownCounter<long>("imageclone.copies.running", "{copy}", "Copies under way");
        _duration = meter.CreateHistogram<double>("imageclone.copy.duration", "s", "How long a try to copy took, by result");
    }

    public void Began() => _running.Add(1);

    public void Ended(string result, TimeSpan took, CopySnapshot progress)
    {
        var tag = new KeyValuePair<string, object?>("result", result);
        _running.Add(-1);
        _copies.Add(1, tag);
        _duration.Record(took.TotalSeconds, tag);
        Bytes("transferred", progress.BytesTransferred);
        Bytes("mounted", progress.BytesMounted);
        Bytes("reused", progress.BytesReused);
    }

    public void Checked(string result) => _checks.Add(1, new KeyValuePair<string, object?>("result", result));

    private void Bytes(string how, long bytes)
    {
        if (bytes > 0) _bytes.Add(bytes, new KeyValuePair<string, object?>("how", how));
    }
}
