using System.Diagnostics.Metrics;
using ImageCloneOperator.Observability;

namespace ImageCloneOperator.Webhooks.Admission;

/// <summary>How often webhooks were asked, what they answered, and how long that took.</summary>
internal sealed class WebhookMetrics
{
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;

    public WebhookMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(OperatorMeter.Name);
        _requests = meter.CreateCounter<long>(
            "imageclone.webhook.requests",
            "{request}",
            "Questions of the API server by webhook and result: Allowed, Changed, Denied, Unreadable, "
                + "TooLarge, Refused or Failed, all three of which are allowed as they came");
        _duration = meter.CreateHistogram<double>(
            "imageclone.webhook.duration", "s", "How long an answer to the API server took, by webhook");
    }

    public void Answered(string webhook, string result, TimeSpan took)
    {
        var name = new KeyValuePair<string, object?>("webhook", webhook);
        _requests.Add(1, name, new("result", result));
        _duration.Record(took.TotalSeconds, name);
    }
}
