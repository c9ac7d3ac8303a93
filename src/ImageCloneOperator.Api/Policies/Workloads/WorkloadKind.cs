using System.Text.Json.Serialization;

namespace ImageCloneOperator.Api.Policies.Workloads;

/// <summary>A kind of object with a pod template.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkloadKind>))]
public enum WorkloadKind
{
    Deployment,
    DaemonSet,
    StatefulSet,
    CronJob,
    Job,

    /// <summary>
    /// Pods that belong to none of the other kinds, and, in the pods of those, what their templates do not name: containers that others
    /// have put in.
    /// </summary>
    Pod,
}
