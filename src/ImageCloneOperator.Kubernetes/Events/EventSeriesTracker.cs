using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Events;

/// <summary>Which events are known already, how often they were repeated, and which of that has not been written yet.</summary>
internal sealed class EventSeriesTracker(EventRecorderOptions options, TimeProvider time)
{
    private readonly Dictionary<V1ObjectReference, Dictionary<Occurrence, Tracked>> _known = [];

    /// <summary>The event to create; null when it is a repetition, or one too many.</summary>
    public Eventsv1Event? Observe(Occurrence occurrence)
    {
        var now = time.GetUtcNow();
        if (!_known.TryGetValue(occurrence.Regarding, out var events))
            _known[occurrence.Regarding] = events = [];
        if (events.TryGetValue(occurrence, out var tracked) && !HasEnded(tracked, now))
        {
            tracked.Repeat(now);
            return null;
        }
        if (tracked is null && events.Count >= options.MaxPerObject)
            return null;
        return (events[occurrence] = new(Create(occurrence, now), now)).Event;
    }

    /// <summary>The events whose series must be written again; what has not been repeated for long is forgotten.</summary>
    public IReadOnlyList<Eventsv1Event> TakeChanged()
    {
        var now = time.GetUtcNow();
        var changed = _known.Values
            .SelectMany(events => events.Values)
            .Where(tracked => tracked.TakeChanged())
            .Select(tracked => tracked.Event)
            .ToList();
        foreach (var (regarding, events) in _known)
        {
            foreach (var (occurrence, tracked) in events)
            {
                if (HasEnded(tracked, now))
                    events.Remove(occurrence);
            }
            if (events.Count == 0)
                _known.Remove(regarding);
        }
        return changed;
    }

    private bool HasEnded(Tracked tracked, DateTimeOffset now) => now - tracked.LastSeen >= options.SeriesEnd;

    private Eventsv1Event Create(Occurrence occurrence, DateTimeOffset now) => new()
    {
        ApiVersion = $"{Eventsv1Event.KubeGroup}/{Eventsv1Event.KubeApiVersion}",
        Kind = Eventsv1Event.KubeKind,
        Metadata = new()
        {
            Name = EventName.For(occurrence.Regarding.Name ?? ""),
            // The API wants the events of cluster-scoped objects here.
            NamespaceProperty = string.IsNullOrEmpty(occurrence.Regarding.NamespaceProperty)
                ? "default"
                : occurrence.Regarding.NamespaceProperty,
        },
        EventTime = now.UtcDateTime,
        ReportingController = options.ReportingController,
        ReportingInstance = options.ReportingInstance,
        Action = occurrence.Action,
        Reason = occurrence.Reason,
        Regarding = occurrence.Regarding,
        Note = occurrence.Note,
        Type = occurrence.Type.ToString(),
    };

    private sealed class Tracked(Eventsv1Event @event, DateTimeOffset firstSeen)
    {
        private bool _changed;

        public Eventsv1Event Event { get; } = @event;

        public DateTimeOffset LastSeen { get; private set; } = firstSeen;

        public void Repeat(DateTimeOffset now)
        {
            LastSeen = now;
            Event.Series = new() { Count = (Event.Series?.Count ?? 1) + 1, LastObservedTime = now.UtcDateTime };
            _changed = true;
        }

        public bool TakeChanged() => _changed && !(_changed = false);
    }
}
