using System.Text.Json.Serialization;

namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>That an event keeps happening.</summary>
public sealed record EventSeries
{
    public int Count { get; init; }

    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset LastObservedTime { get; init; }
}
