using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Controllers;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Workloads;

/// <summary>Tells of pods that could not be created as kube-controller-manager does, in its words; equal ones are counted.</summary>
internal static class CreationEvents
{
    private const string Events = "/events";
    private const int MaxMessage = 1024;

    public static void Record(Cluster cluster, JsonObject workload, string pod, string problem)
    {
        var kind = workload.Text("kind");
        var text = kind == "StatefulSet"
            ? $"create Pod {pod} in StatefulSet {workload.Name()} failed error: {problem}"
            : $"Error creating: {problem}";
        var message = text.Length > MaxMessage ? text[..MaxMessage] : text;
        var name = $"{workload.Name()}.{Math.Abs((long)HashCode.Combine(workload.Uid(), message)):x}";
        if (cluster.Store.Find(Events, workload.Namespace(), name) is null)
        {
            cluster.Ensure(Events, Event(cluster, workload, name, message));
            return;
        }

        cluster.Store.Edit(Events, workload.Namespace(), name, known =>
        {
            known["count"] = known.Number("count") + 1;
            known["lastTimestamp"] = cluster.Now;
        });
    }

    private static JsonObject Event(Cluster cluster, JsonObject workload, string name, string message)
    {
        var controller = $"{workload.Text("kind").ToLowerInvariant()}-controller";
        return new JsonObject
        {
            ["kind"] = "Event",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = workload.Namespace() },
            ["involvedObject"] = new JsonObject
            {
                ["kind"] = workload.Text("kind"),
                ["apiVersion"] = workload.Text("apiVersion"),
                ["namespace"] = workload.Namespace(),
                ["name"] = workload.Name(),
                ["uid"] = workload.Uid(),
                ["resourceVersion"] = workload.Text("metadata", "resourceVersion"),
            },
            ["reason"] = "FailedCreate",
            ["message"] = message,
            ["source"] = new JsonObject { ["component"] = controller },
            ["firstTimestamp"] = cluster.Now,
            ["lastTimestamp"] = cluster.Now,
            ["count"] = 1,
            ["type"] = "Warning",
            ["eventTime"] = null,
            ["reportingComponent"] = controller,
            ["reportingInstance"] = "",
        };
    }
}
