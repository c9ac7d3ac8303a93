using System.Text.Json.Nodes;

namespace ImageCloneOperator.Tests.Webhooks;

/// <summary>What an API server asks.</summary>
internal static class Reviews
{
    /// <summary>As kube-apiserver sends it for a pod that a ReplicaSet of the Deployment default/web makes.</summary>
    public static JsonObject OfPod(JsonNode pod) => Of("", "Pod", "pods", "default", "CREATE", pod, null);

    /// <summary>Of a pod that is there.</summary>
    public static JsonObject OfPod(JsonNode pod, JsonNode old, string? subresource)
    {
        var review = Of("", "Pod", "pods", "default", "UPDATE", pod, old);
        if (subresource is not null) review["request"]!["subResource"] = subresource;
        return review;
    }

    public static JsonObject OfPolicy(JsonNode policy, string operation = "CREATE", JsonNode? old = null) =>
        Of("imageclone.dev", "BackupPolicy", "backuppolicies", "", operation, policy, old);

    public static JsonObject OfBackup(JsonNode backup) => Of("imageclone.dev", "ImageBackup", "imagebackups", "", "CREATE", backup, null);

    /// <summary>Its containers are c0, c1 and so on.</summary>
    public static JsonObject Pod(params IEnumerable<string> images)
    {
        var pod = JsonNode.Parse("""
            {
              "kind": "Pod", "apiVersion": "v1",
              "metadata": {
                "generateName": "web-5f7c8d-", "creationTimestamp": null,
                "labels": {"app": "web", "pod-template-hash": "5f7c8d"},
                "annotations": {"prometheus.io/scrape": "true"},
                "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web-5f7c8d", "uid": "d3a2", "controller": true, "blockOwnerDeletion": true}],
                "managedFields": [{"manager": "kube-controller-manager", "operation": "Update", "apiVersion": "v1", "fieldsType": "FieldsV1",
                  "fieldsV1": {"f:spec": {"f:containers": {"k:{\"name\":\"c0\"}": {".": {}, "f:image": {}, "f:name": {}}}}}}]
              },
              "spec": {
                "volumes": [{"name": "token", "projected": {"sources": [{"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}}], "defaultMode": 420}}],
                "restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst", "serviceAccountName": "default",
                "securityContext": {}, "schedulerName": "default-scheduler", "priority": 0, "enableServiceLinks": true, "preemptionPolicy": "PreemptLowerPriority",
                "tolerations": [{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}]
              },
              "status": {}
            }
            """)!.AsObject();
        pod["spec"]!["containers"] = new JsonArray([.. images.Select((image, i) => Container($"c{i}", image))]);
        return pod;
    }

    public static JsonObject Container(string name, string image)
    {
        var container = JsonNode.Parse("""
            {"resources": {"limits": {"cpu": "1", "memory": "64Mi"}}, "imagePullPolicy": "IfNotPresent", "env": [{"name": "GREETING", "value": "grüß – 😀"}],
             "volumeMounts": [{"name": "token", "readOnly": true, "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}]}
            """)!.AsObject();
        (container["name"], container["image"]) = (name, image);
        return container;
    }

    public static JsonObject Policy(string spec) => JsonNode.Parse($$"""
        {"apiVersion": "imageclone.dev/v1alpha1", "kind": "BackupPolicy", "metadata": {"name": "p", "generation": 1, "uid": "u"}, "spec": {{spec}}}
        """)!.AsObject();

    private static JsonObject Of(string group, string kind, string resource, string ns, string operation, JsonNode obj, JsonNode? old) =>
        new()
        {
            ["kind"] = "AdmissionReview",
            ["apiVersion"] = "admission.k8s.io/v1",
            ["request"] = new JsonObject
            {
                ["uid"] = "705ab4f5-6393-11e8-b7cc-42010a800002",
                ["kind"] = new JsonObject { ["group"] = group, ["version"] = "v1", ["kind"] = kind },
                ["resource"] = new JsonObject { ["group"] = group, ["version"] = "v1", ["resource"] = resource },
                ["namespace"] = ns,
                ["name"] = obj is JsonObject { } root && root["metadata"] is JsonObject metadata && metadata["name"] is JsonValue name
                    ? name.ToString()
                    : null,
                ["operation"] = operation,
                ["userInfo"] = new JsonObject
                {
                    ["username"] = "system:serviceaccount:kube-system:replicaset-controller",
                    ["groups"] = new JsonArray("system:authenticated"),
                },
                ["object"] = obj.DeepClone(),
                ["oldObject"] = old?.DeepClone(),
                ["dryRun"] = false,
                ["options"] = new JsonObject { ["kind"] = "CreateOptions", ["apiVersion"] = "meta.k8s.io/v1" },
            },
        };
}
