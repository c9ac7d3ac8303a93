using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Resources;
using FieldError = ImageCloneOperator.Testing.KubeApi.Schemas.FieldError;

namespace ImageCloneOperator.Testing.KubeApi.Operations;

/// <summary>What single built-in kinds do beyond their schema.</summary>
internal static class Strategies
{
    private static readonly string[] Conditional =
    [
        "apiextensions.k8s.io/customresourcedefinitions", "coordination.k8s.io/leases", "policy/poddisruptionbudgets",
        "admissionregistration.k8s.io/mutatingwebhookconfigurations", "admissionregistration.k8s.io/validatingwebhookconfigurations",
    ];

    public static bool MayCreateOnUpdate(ResourceDefinition resource) =>
        resource.Table is "coordination.k8s.io/leases" or "/events" or "/endpoints";

    public static bool MayUpdateUnconditionally(ResourceDefinition resource) =>
        resource.Custom is null && !Conditional.Contains(resource.Table, StringComparer.Ordinal);

    /// <summary>A Deployment's generation counts its annotations too (pkg/registry/apps/deployment/strategy.go).</summary>
    public static bool CountsAnnotations(ResourceDefinition resource) => resource.Table == "apps/deployments";

    /// <summary>Namespaces have finalizers of their own, in their spec.</summary>
    public static bool HoldsItself(ResourceDefinition resource, JsonObject obj) =>
        resource.Table == "/namespaces" && obj.Texts("spec", "finalizers").Any();

    /// <summary>Brings what a client may write in two ways into the one that is stored.</summary>
    public static void Normalize(ResourceDefinition resource, JsonObject obj)
    {
        if (resource.Table == "/secrets") EncodeStringData(obj);
    }

    public static void BeforeCreate(Cluster cluster, ResourceDefinition resource, JsonObject obj)
    {
        switch (resource.Table)
        {
            case "/namespaces":
                obj.Meta().Child("labels")["kubernetes.io/metadata.name"] = obj.Name();
                obj["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
                obj["status"] = new JsonObject { ["phase"] = "Active" };
                break;
            case "/secrets":
                obj["type"] ??= "Opaque";
                break;
            case "/pods":
                UseServiceAccount(cluster, obj);
                obj["status"] = new JsonObject { ["phase"] = "Pending", ["qosClass"] = "BestEffort" };
                break;
            case "/services":
                obj["status"] ??= new JsonObject { ["loadBalancer"] = new JsonObject() };
                AssignAddress(obj.Child("spec"));
                break;
            case "batch/jobs":
                SelectByUid(obj);
                break;
            case "apps/deployments" or "apps/statefulsets" or "apps/replicasets" or "apps/daemonsets" or "batch/cronjobs":
                obj["status"] = EmptyStatus(resource.Plural);
                break;
        }
    }

    public static void BeforeUpdate(ResourceDefinition resource, JsonObject current, JsonObject next)
    {
        if (resource.Table == "/namespaces") next.Meta().Child("labels")["kubernetes.io/metadata.name"] = current.Name();
    }

    public static IEnumerable<FieldError> Check(ResourceDefinition resource, JsonObject obj, JsonObject? old)
    {
        if (old is null || resource.Table is not ("/secrets" or "/configmaps")) yield break;
        if (resource.Table == "/secrets" && obj.Text("type") != old.Text("type"))
            yield return FieldError.Invalid("type", obj["type"], "field is immutable");
        if (!old.Flag("immutable")) yield break;
        if (!obj.Flag("immutable")) yield return FieldError.Forbidden("immutable", "field is immutable when `immutable` is set");
        foreach (var field in (string[])["data", "binaryData"])
        {
            if (!JsonNode.DeepEquals(obj[field], old[field]))
                yield return FieldError.Forbidden(field, "field is immutable when `immutable` is set");
        }
    }

    private static void EncodeStringData(JsonObject secret)
    {
        if (!secret.Remove("stringData", out var given) || given is not JsonObject texts) return;
        var data = secret.Child("data");
        foreach (var (key, value) in texts) data[key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value.Text()));
    }

    // As the ServiceAccount admission plugin: a pod without pull secrets takes those of its account.
    private static void UseServiceAccount(Cluster cluster, JsonObject pod)
    {
        var spec = pod.Child("spec");
        var name = spec.Text("serviceAccountName") is { Length: > 0 } given ? given : "default";
        spec["serviceAccountName"] = name;
        spec["serviceAccount"] = name;
        if (spec["imagePullSecrets"] is not null || cluster.Store.Find("/serviceaccounts", pod.Namespace(), name) is not { } account)
            return;
        if (account.ToJson()["imagePullSecrets"] is { } secrets) spec["imagePullSecrets"] = secrets.DeepClone();
    }

    private static void AssignAddress(JsonObject spec)
    {
        if (spec.Text("type") == "ExternalName" || spec.Text("clusterIP").Length > 0) return;
        var address = $"10.96.{Random.Shared.Next(256)}.{Random.Shared.Next(1, 255)}";
        spec["clusterIP"] = address;
        spec["clusterIPs"] = new JsonArray(address);
        spec["ipFamilies"] = new JsonArray("IPv4");
        spec["ipFamilyPolicy"] = "SingleStack";
    }

    private static void SelectByUid(JsonObject job)
    {
        job["status"] = new JsonObject();
        var spec = job.Child("spec");
        if (spec.Flag("manualSelector")) return;
        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = job.Uid() } };
        var labels = spec.Child("template").Child("metadata").Child("labels");
        foreach (var prefix in (string[])["batch.kubernetes.io/", ""])
        {
            labels[prefix + "controller-uid"] = job.Uid();
            labels[prefix + "job-name"] = job.Name();
        }

        if (job.At("metadata", "labels") is null) job.Meta()["labels"] = labels.DeepClone();
    }

    private static JsonObject EmptyStatus(string plural) => plural switch
    {
        "daemonsets" => new JsonObject
        {
            ["currentNumberScheduled"] = 0,
            ["numberMisscheduled"] = 0,
            ["desiredNumberScheduled"] = 0,
            ["numberReady"] = 0,
        },
        "replicasets" => new JsonObject { ["replicas"] = 0 },
        "statefulsets" => new JsonObject { ["replicas"] = 0, ["availableReplicas"] = 0 },
        _ => [],
    };
}
