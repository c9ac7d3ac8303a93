using System.Text.Json.Serialization;

namespace ImageCloneOperator.Api.Policies;

/// <summary>A kind of object with a pod template.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkloadKind>))]
public enum WorkloadKind
{
    Deployment,
    DaemonSet,
    StatefulSet,
    CronJob,
    Job,
}
