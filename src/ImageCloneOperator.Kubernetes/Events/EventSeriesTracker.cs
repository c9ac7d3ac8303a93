using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Kubernetes.Events;

/// <summary>Which events are known already, how often they were repeated, and which of that has not been written yet.</summary>
internal sealed class EventSeriesTracker(EventRecorderOptions options, TimeProvider time)
{
    private readonly Dictionary<Occurrence, Tracked> _known = [];

    /// <summary>The event to create; null when it is a repetition, or one too many.</summary>
    public Event? Observe(Occurrence occurrence)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(occurrence, out var tracked) && now - tracked.LastSeen < options.SeriesEnd)
        {
            tracked.Repeat(now);
            return null;
        }
        if (_known.Keys.Count(known => known.Regarding == occurrence.Regarding) >= options.MaxPerObject)
            return null;
        return (_known[occurrence] = new(Create(occurrence, now), now)).Event;
    }

    /// <summary>The events whose series must be written again; what has not been repeated for long is forgotten.</summary>
    public IReadOnlyList<Event> TakeChanged()
    {
        var now = time.GetUtcNow();
        var changed = _known.Values.Where(tracked => tracked.TakeChanged()).Select(tracked => tracked.Event).ToList();
        foreach (var (occurrence, _) in _known.Where(pair => now - pair.Value.LastSeen >= options.SeriesEnd).ToList())
            _known.Remove(occurrence);
        return changed;
    }

    private Event Create(Occurrence occurrence, DateTimeOffset now) => new()
    {
        Metadata = new()
        {
            Name = EventName.For(occurrence.Regarding.Name ?? ""),
            // The API wants the events of cluster-scoped objects here.
            Namespace = string.IsNullOrEmpty(occurrence.Regarding.Namespace) ? "default" : occurrence.Regarding.Namespace,
        },
        EventTime = now,
        ReportingController = options.ReportingController,
        ReportingInstance = options.ReportingInstance,
        Action = occurrence.Action,
        Reason = occurrence.Reason,
        Regarding = occurrence.Regarding,
        Note = occurrence.Note,
        Type = occurrence.Type.ToString(),
    };

    private sealed class Tracked(Event @event, DateTimeOffset firstSeen)
    {
        private bool _changed;

        public Event Event { get; } = @event;

        public DateTimeOffset LastSeen { get; private set; } = firstSeen;

        public void Repeat(DateTimeOffset now)
        {
            LastSeen = now;
            Event.Series = new() { Count = (Event.Series?.Count ?? 1) + 1, LastObservedTime = now };
            _changed = true;
        }

        public bool TakeChanged() => _changed && !(_changed = false);
    }
}
