using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;

namespace ImageCloneOperator.Kubernetes.Transport;

/// <summary>Counts and times every request to the API server.</summary>
internal sealed class ClientMetrics(Meter meter)
{
    private readonly Counter<long> _requests = meter.CreateCounter<long>(
        "kubernetes.client.requests",
        "{request}",
        "Requests to the Kubernetes API by verb, resource and HTTP code ('none' when no answer came).");

    private readonly Histogram<double> _duration = meter.CreateHistogram<double>(
        "kubernetes.client.request.duration", "s", "Time until the Kubernetes API began to answer, by verb and resource.");

    public void Record(ApiRequest request, HttpStatusCode? code, TimeSpan duration)
    {
        var verb = KeyValuePair.Create<string, object?>("verb", request.Verb);
        var resource = KeyValuePair.Create<string, object?>("resource", request.Resource);
        var answer = code is { } known ? ((int)known).ToString(CultureInfo.InvariantCulture) : "none";
        _requests.Add(1, verb, resource, KeyValuePair.Create<string, object?>("code", answer));
        _duration.Record(duration.TotalSeconds, verb, resource);
    }
}
