using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Events;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageCloneOperator.Kubernetes.Tests.Events;

public sealed class EventsInClusterTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    [Fact]
    public async Task Events_of_both_scopes_arrive_and_a_lost_answer_makes_no_second_one()
    {
        var ns = await cluster.NamespaceAsync();
        var secret = await cluster.SecretAsync(ns, "s");
        var owner = await cluster.Client.GetAsync<V1Namespace>(ns, null, Bound.Token());
        using var recorder = new EventRecorder(
            cluster.Client,
            new() { SeriesInterval = TimeSpan.FromMilliseconds(50) },
            TimeProvider.System,
            NullLogger<EventRecorder>.Instance);
        IEventRecorder events = recorder;
        cluster.Server.Faults.LoseResponse("create", "events");
        await recorder.StartAsync(Bound.Token());

        events.Record(secret, EventType.Warning, "Unreadable", "It cannot be read.", "Read");
        events.Record(owner!, EventType.Normal, "Seen", "It was seen.", "See");
        events.Record(secret, EventType.Warning, "Unreadable", "It cannot be read.", "Read");

        await Eventually.True(async () => (await OfAsync(ns)) is [{ Series.Count: 2, Regarding.Name: "s", Type: "Warning" }]);
        await Eventually.True(async () => (await OfAsync("default")).Any(seen => seen.Regarding?.Uid == owner!.Metadata.Uid));
        await recorder.StopAsync(Bound.Token());
    }

    private async Task<IReadOnlyList<Eventsv1Event>> OfAsync(string ns) =>
        (await cluster.Client.ListAsync<Eventsv1Event>(new() { Namespace = ns }, Bound.Token())).Items;
}
