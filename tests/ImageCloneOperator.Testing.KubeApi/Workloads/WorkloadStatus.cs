using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Workloads;

/// <summary>The status that each kind of workload shows.</summary>
internal static class WorkloadStatus
{
    public static bool IsReady(JsonObject pod) =>
        pod.Objects("status", "conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");

    public static void Write(JsonObject workload, long ready, string now)
    {
        var status = workload.Child("status");
        var wanted = workload.Number("spec", "replicas");
        if (workload.Number("metadata", "generation") is > 0 and var generation && workload.Text("kind") != "Job")
            status["observedGeneration"] = generation;
        switch (workload.Text("kind"))
        {
            case "Deployment":
                Set(status, wanted, "replicas", "updatedReplicas");
                Set(status, ready, "readyReplicas", "availableReplicas");
                Set(status, wanted - ready, "unavailableReplicas");
                Condition(
                    status, "Available", ready >= wanted, ready >= wanted ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable", now);
                Condition(status, "Progressing", true, ready >= wanted ? "NewReplicaSetAvailable" : "ReplicaSetUpdated", now);
                break;
            case "DaemonSet":
                Set(status, 1, "desiredNumberScheduled", "currentNumberScheduled", "updatedNumberScheduled");
                Set(status, ready, "numberReady", "numberAvailable");
                break;
            case "Job" when ready > 0:
                status["succeeded"] = 1;
                status["completionTime"] ??= now;
                Condition(status, "Complete", true, "CompletionsReached", now);
                break;
            case "ReplicaSet" or "StatefulSet":
                Set(status, wanted, "replicas");
                Set(status, ready, "readyReplicas", "availableReplicas");
                break;
        }
    }

    private static void Set(JsonObject status, long count, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields) status[field] = count;
    }

    public static void Condition(JsonObject status, string type, bool holds, string reason, string now)
    {
        if (status["conditions"] is not JsonArray conditions) status["conditions"] = conditions = [];
        var condition = conditions.OfType<JsonObject>().FirstOrDefault(known => known.Text("type") == type);
        if (condition is null) conditions.Add(condition = new JsonObject { ["type"] = type });
        var text = holds ? "True" : "False";
        if (condition.Text("status") != text) condition["lastTransitionTime"] = now;
        condition["status"] = text;
        condition["reason"] = reason;
    }
}
