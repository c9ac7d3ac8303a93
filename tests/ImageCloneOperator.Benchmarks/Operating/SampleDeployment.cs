using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Entities;
using k8s.Models;

namespace ImageCloneOperator.Benchmarks.Operating;

/// <summary>A whole Deployment, as users write it.</summary>
[KubernetesEntity(Group = "apps", ApiVersion = "v1", Kind = "Deployment", PluralName = "deployments")]
internal sealed class SampleDeployment : CustomKubernetesEntity
{
    public JsonObject? Spec { get; set; }

    public static SampleDeployment Of(string name, string @namespace, string image) => new()
    {
        ApiVersion = "apps/v1",
        Kind = "Deployment",
        Metadata = new V1ObjectMeta
        {
            Name = name,
            NamespaceProperty = @namespace,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = name, ["team"] = "benchmark" },
        },
        Spec = (JsonObject)JsonNode.Parse($$$"""
            {
              "replicas": 2,
              "selector": {"matchLabels": {"app": "{{{name}}}"}},
              "template": {
                "metadata": {"labels": {"app": "{{{name}}}"}},
                "spec": {"containers": [{
                  "name": "main", "image": "{{{image}}}", "ports": [{"containerPort": 8080}],
                  "env": [{"name": "LOG_LEVEL", "value": "info"}], "resources": {"limits": {"memory": "64Mi", "cpu": "100m"}}
                }]}
              }
            }
            """)!,
    };
}
