using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Entities;
using k8s.Models;

namespace ImageCloneOperator.Benchmarks.Operating;

/// <summary>What the controller makes of a <see cref="SampleDeployment"/>: pods whose owner is not there would be collected.</summary>
[KubernetesEntity(Group = "apps", ApiVersion = "v1", Kind = "ReplicaSet", PluralName = "replicasets")]
internal sealed class SampleReplicaSet : CustomKubernetesEntity
{
    private const string Hash = "5f7c8d9b4";

    public JsonObject? Spec { get; set; }

    public static SampleReplicaSet Of(string app, string @namespace, string image) => new()
    {
        ApiVersion = "apps/v1",
        Kind = "ReplicaSet",
        Metadata = new V1ObjectMeta
        {
            Name = $"{app}-{Hash}",
            NamespaceProperty = @namespace,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = app, ["pod-template-hash"] = Hash },
        },
        Spec = (JsonObject)JsonNode.Parse($$$"""
            {
              "replicas": 5,
              "selector": {"matchLabels": {"app": "{{{app}}}", "pod-template-hash": "{{{Hash}}}"}},
              "template": {
                "metadata": {"labels": {"app": "{{{app}}}", "pod-template-hash": "{{{Hash}}}"}},
                "spec": {"containers": [{"name": "main", "image": "{{{image}}}"}]}
              }
            }
            """)!,
    };
}
