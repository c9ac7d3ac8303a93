using System.Text.Json;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Resources;

namespace ImageCloneOperator.Testing.KubeApi.Tables;

/// <summary>The columns of the built-in kinds, as kubectl's users know them.</summary>
internal static class BuiltInColumns
{
    public static IReadOnlyList<TableColumn> For(ResourceDefinition resource, TableColumn name, TimeProvider clock)
    {
        var age = new TableColumn("Age", "string", obj => Age.Since(obj.Text("metadata", "creationTimestamp"), clock));
        return resource.Table switch
        {
            "/events" => Event(resource, clock, name),
            "coordination.k8s.io/leases" => [name, Text("Holder", obj => obj.Text("spec", "holderIdentity")), age],
            "apiextensions.k8s.io/customresourcedefinitions" =>
                [name, new TableColumn("Created At", "date", obj => obj.Text("metadata", "creationTimestamp"))],
            "rbac.authorization.k8s.io/roles" or "rbac.authorization.k8s.io/clusterroles" =>
                [name, new TableColumn("Created At", "date", obj => obj.Text("metadata", "creationTimestamp"))],
            "rbac.authorization.k8s.io/rolebindings" or "rbac.authorization.k8s.io/clusterrolebindings" =>
                [name, Text("Role", Role), age, .. Subjects()],
            "/services" => [name, .. Service(), age, Wide("Selector", obj => Pairs(obj.At("spec", "selector")))],
            "/pods" => [name, .. Pod(), age, .. PodWide()],
            "/endpoints" => [name, Text("Endpoints", Endpoints), age],
            _ => [name, .. Middle(resource.Table, clock), age, .. Workload(resource.Table)],
        };
    }

    private static IEnumerable<TableColumn> Middle(string table, TimeProvider clock) => table switch
    {
        "/namespaces" => [Text("Status", obj => obj.Text("status", "phase"))],
        "/configmaps" => [Number("Data", obj => obj.Count("data") + obj.Count("binaryData"))],
        "/secrets" => [Text("Type", obj => obj.Text("type")), Number("Data", obj => obj.Count("data"))],
        "/nodes" => [Text("Status", _ => "Ready"), Text("Roles", _ => "<none>")],
        "apps/deployments" =>
        [
            Text("Ready", obj => $"{obj.Number("status", "readyReplicas")}/{obj.Number("spec", "replicas")}"),
            Number("Up-to-date", obj => obj.Number("status", "updatedReplicas")),
            Number("Available", obj => obj.Number("status", "availableReplicas")),
        ],
        "apps/statefulsets" => [Text("Ready", obj => $"{obj.Number("status", "readyReplicas")}/{obj.Number("spec", "replicas")}")],
        "apps/replicasets" =>
        [
            Number("Desired", obj => obj.Number("spec", "replicas")), Number("Current", obj => obj.Number("status", "replicas")), Number(
                "Ready", obj => obj.Number("status", "readyReplicas")),
        ],
        "apps/daemonsets" =>
        [
            Number("Desired", obj => obj.Number("status", "desiredNumberScheduled")),
            Number("Current", obj => obj.Number("status", "currentNumberScheduled")),
            Number("Ready", obj => obj.Number("status", "numberReady")),
            Number("Up-to-date", obj => obj.Number("status", "updatedNumberScheduled")),
            Number("Available", obj => obj.Number("status", "numberAvailable")),
            Text("Node Selector", obj => Pairs(obj.At("spec", "template", "spec", "nodeSelector"))),
        ],
        "batch/jobs" =>
        [
            Text("Status", JobStatus),
            Text("Completions", obj => $"{obj.Number("status", "succeeded")}/{Math.Max(1, obj.Number("spec", "completions"))}"),
            Text("Duration", _ => ""),
        ],
        "batch/cronjobs" =>
        [
            Text("Schedule", obj => obj.Text("spec", "schedule")), Text("Timezone", obj => Or(obj.Text("spec", "timeZone"), "<none>")),
            Text("Suspend", obj => obj.At("spec", "suspend").ValueKind == JsonValueKind.True ? "True" : "False"),
            Number("Active", obj => obj.Count("status", "active")),
            Text(
                "Last Schedule", obj => obj.Text("status", "lastScheduleTime") is { Length: > 0 } time ? Age.Since(time, clock) : "<none>"),
        ],
        "admissionregistration.k8s.io/mutatingwebhookconfigurations" or "admissionregistration.k8s.io/validatingwebhookconfigurations" =>
            [Number("Webhooks", obj => obj.Count("webhooks"))],
        "networking.k8s.io/networkpolicies" => [Text("Pod-Selector", obj => Pairs(obj.At("spec", "podSelector", "matchLabels")))],
        "policy/poddisruptionbudgets" =>
        [
            Text("Min Available", obj => Or(obj.Text("spec", "minAvailable"), "N/A")),
            Text("Max Unavailable", obj => Or(obj.Text("spec", "maxUnavailable"), "N/A")),
            Number("Allowed Disruptions", obj => obj.Number("status", "disruptionsAllowed")),
        ],
        _ => [],
    };

    private static TableColumn[] Workload(string table)
    {
        string[] template = table switch
        {
            "apps/deployments" or "apps/statefulsets" or "apps/daemonsets" or "apps/replicasets" or "batch/jobs" =>
                ["spec", "template", "spec"],
            "batch/cronjobs" => ["spec", "jobTemplate", "spec", "template", "spec"],
            _ => [],
        };
        if (template.Length == 0) return [];
        TableColumn[] containers =
        [
            Wide("Containers", obj => string.Join(",", obj.At(template).Items("containers").Select(container => container.Text("name")))),
            Wide("Images", obj => string.Join(",", obj.At(template).Items("containers").Select(container => container.Text("image")))),
        ];
        return table == "apps/statefulsets"
            ? containers
            : [.. containers, Wide("Selector", obj => Pairs(obj.At("spec", "selector", "matchLabels")))];
    }

    private static IEnumerable<TableColumn> Pod() =>
    [
        Text("Ready", obj => $"{obj.Items("status", "containerStatuses").Count(status => status.At("ready").ValueKind == JsonValueKind.True)}/{obj.Count("spec", "containers")}"),
        Text("Status", PodStatus),
        Text("Restarts", obj => obj.Items("status", "containerStatuses").Sum(status => status.Number("restartCount")).ToString()),
    ];

    private static IEnumerable<TableColumn> PodWide() =>
    [
        Wide("IP", obj => Or(obj.Text("status", "podIP"), "<none>")), Wide("Node", obj => Or(obj.Text("spec", "nodeName"), "<none>")),
        Wide("Nominated Node", obj => Or(obj.Text("status", "nominatedNodeName"), "<none>")), Wide("Readiness Gates", _ => "<none>"),
    ];

    private static string PodStatus(JsonElement pod)
    {
        if (pod.Text("metadata", "deletionTimestamp").Length > 0) return "Terminating";
        var waiting = pod
            .Items("status", "containerStatuses")
            .Select(status => status.Text("state", "waiting", "reason"))
            .FirstOrDefault(reason => reason.Length > 0);
        return waiting ?? Or(pod.Text("status", "reason"), Or(pod.Text("status", "phase"), "Unknown"));
    }

    private static string JobStatus(JsonElement job)
    {
        foreach (var condition in job.Items("status", "conditions"))
        {
            if (condition.Text("status") == "True" && condition.Text("type") is "Complete" or "Failed" or "Suspended")
                return condition.Text("type");
        }

        return "Running";
    }

    private static IEnumerable<TableColumn> Service() =>
    [
        Text("Type", obj => obj.Text("spec", "type")), Text("Cluster-IP", obj => Or(obj.Text("spec", "clusterIP"), "<none>")),
        Text("External-IP", obj => obj.Text("spec", "type") == "ExternalName" ? obj.Text("spec", "externalName") : "<none>"),
        Text("Port(s)", obj => Or(
            string.Join(",", obj.Items("spec", "ports").Select(port => $"{port.Number("port")}/{Or(port.Text("protocol"), "TCP")}")),
            "<none>")),
    ];

    private static TableColumn[] Event(ResourceDefinition resource, TimeProvider clock, TableColumn name)
    {
        var regarding = resource.Group.Length == 0 ? "involvedObject" : "regarding";
        return
        [
            Text("Last Seen", obj => Age.Since(LastSeen(obj), clock)), Text("Type", obj => obj.Text("type")),
            Text("Reason", obj => obj.Text("reason")),
            Text("Object", obj => $"{obj.Text(regarding, "kind").ToLowerInvariant()}/{obj.Text(regarding, "name")}"),
            Wide("Subobject", obj => obj.Text(regarding, "fieldPath")),
            Wide("Source", obj => Or(obj.Text("reportingController"), obj.Text("source", "component"))),
            Text("Message", obj => Or(obj.Text("message"), obj.Text("note")).Trim()),
            Wide("First Seen", obj => Age.Since(
                Or(Or(obj.Text("firstTimestamp"), obj.Text("eventTime")), obj.Text("metadata", "creationTimestamp")), clock)),
            new TableColumn("Count", "string", obj => Math.Max(1, Math.Max(obj.Number("series", "count"), obj.Number("count"))).ToString())
            {
                Priority = 1,
            },
            name with { Priority = 1 },
        ];
    }

    private static string LastSeen(JsonElement obj) => Or(
        obj.Text("series", "lastObservedTime"), Or(
            obj.Text("lastTimestamp"),
            Or(obj.Text("deprecatedLastTimestamp"), Or(obj.Text("eventTime"), obj.Text("metadata", "creationTimestamp")))));

    private static string Role(JsonElement binding) => $"{binding.Text("roleRef", "kind")}/{binding.Text("roleRef", "name")}";

    private static IEnumerable<TableColumn> Subjects() =>
        from pair in new[] { ("Users", "User"), ("Groups", "Group"), ("ServiceAccounts", "ServiceAccount") }
        select Wide(pair.Item1, obj => string.Join(", ", obj.Items("subjects").Where(subject => subject.Text("kind") == pair.Item2)
            .Select(
                subject => pair.Item2 == "ServiceAccount" ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name"))));

    private static string Endpoints(JsonElement obj) => Or(string.Join(",",
        from subset in obj.Items("subsets")
        from address in subset.Items("addresses")
        from port in subset.Items("ports")
        select $"{address.Text("ip")}:{port.Number("port")}"), "<none>");

    private static string Pairs(JsonElement map) => map.ValueKind == JsonValueKind.Object
        ? Or(string.Join(",", map.EnumerateObject().Select(pair => $"{pair.Name}={pair.Value.Text()}")), "<none>")
        : "<none>";

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;

    private static TableColumn Text(string name, Func<JsonElement, string> cell) => new(name, "string", obj => cell(obj));

    private static TableColumn Wide(string name, Func<JsonElement, string> cell) => new(name, "string", obj => cell(obj)) { Priority = 1 };

    private static TableColumn Number(string name, Func<JsonElement, long> cell) => new(name, "integer", obj => cell(obj));
}
