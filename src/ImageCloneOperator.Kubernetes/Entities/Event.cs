using System.Text.Json.Serialization;

namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>Something that happened to an object, as <c>kubectl describe</c> shows it.</summary>
[KubernetesEntity(Group = "events.k8s.io", ApiVersion = "v1", Kind = "Event", PluralName = "events")]
public sealed class Event : KubernetesObject
{
    /// <summary>When it was first seen.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? EventTime { get; set; }

    /// <summary>Absent while it has happened once.</summary>
    public EventSeries? Series { get; set; }

    public string? ReportingController { get; set; }

    public string? ReportingInstance { get; set; }

    /// <summary>What was done or failed, for programs.</summary>
    public string? Action { get; set; }

    /// <summary>Why, for programs.</summary>
    public string? Reason { get; set; }

    /// <summary>The object that the event is about.</summary>
    public ObjectReference? Regarding { get; set; }

    public ObjectReference? Related { get; set; }

    /// <summary>For people; at most 1,024 bytes.</summary>
    public string? Note { get; set; }

    /// <summary>Normal or Warning.</summary>
    public string? Type { get; set; }
}
