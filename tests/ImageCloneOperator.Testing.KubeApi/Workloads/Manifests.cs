using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Workloads;

/// <summary>What workloads create.</summary>
internal static class Manifests
{
    public const string Node = "devcluster";

    private const string HashLabel = "pod-template-hash";

    public static JsonObject ReplicaSet(JsonObject deployment, string name)
    {
        var set = new JsonObject
        {
            ["kind"] = "ReplicaSet",
            ["apiVersion"] = "apps/v1",
            ["metadata"] = Owned(deployment, name, "Deployment"),
            ["spec"] = new JsonObject
            {
                ["replicas"] = 0,
                ["selector"] = deployment.At("spec", "selector")!.DeepClone(),
                ["template"] = deployment.At("spec", "template")!.DeepClone(),
            },
            ["status"] = new JsonObject { ["replicas"] = 0 },
        };
        var hash = name[(deployment.Name().Length + 1)..];
        set.Meta()["generation"] = 1;
        set["spec"]!["selector"]!.AsObject().Child("matchLabels")[HashLabel] = hash;
        set["spec"]!["template"]!.AsObject().Meta().Child("labels")[HashLabel] = hash;
        set.Meta()["labels"] = set.At("spec", "template", "metadata", "labels")!.DeepClone();
        return set;
    }

    public static JsonObject Pod(JsonObject workload, string name)
    {
        var pod = new JsonObject
        {
            ["kind"] = "Pod",
            ["apiVersion"] = "v1",
            ["metadata"] = Owned(workload, name, workload.Text("kind")),
            ["spec"] = workload.At("spec", "template", "spec")!.DeepClone(),
        };
        foreach (var field in (string[])["labels", "annotations"])
        {
            if (workload.At("spec", "template", "metadata", field) is { } value) pod.Meta()[field] = value.DeepClone();
        }

        pod.Child("spec")["nodeName"] = Node;
        return pod;
    }

    private static JsonObject Owned(JsonObject owner, string name, string kind) => new()
    {
        ["name"] = name,
        ["namespace"] = owner.Namespace(),
        ["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = owner.Text("apiVersion"),
            ["kind"] = kind,
            ["name"] = owner.Name(),
            ["uid"] = owner.Uid(),
            ["controller"] = true,
            ["blockOwnerDeletion"] = true,
        }),
    };
}
