using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Entities;
using k8s.Models;

namespace ImageCloneOperator.Benchmarks.Operating;

/// <summary>A pod of a <see cref="SampleDeployment"/>, as a node has it running.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Pod", PluralName = "pods")]
internal sealed class SamplePod : CustomKubernetesEntity
{
    public JsonObject? Spec { get; set; }

    public JsonObject? Status { get; set; }

    public static SamplePod Of(V1ObjectMeta replicaSet, int number, string image) => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Metadata = new V1ObjectMeta
        {
            Name = $"{replicaSet.Name}-{number:00000}",
            NamespaceProperty = replicaSet.NamespaceProperty,
            Labels = replicaSet.Labels,
            OwnerReferences =
            [
                new V1OwnerReference
                {
                    ApiVersion = "apps/v1", Kind = "ReplicaSet", Name = replicaSet.Name, Uid = replicaSet.Uid, Controller = true,
                },
            ],
        },
        Spec = (JsonObject)JsonNode.Parse($$$"""
            {
              "nodeName": "node-{{{number}}}",
              "serviceAccountName": "default",
              "containers": [{
                "name": "main", "image": "{{{image}}}", "ports": [{"containerPort": 8080}],
                "env": [{"name": "LOG_LEVEL", "value": "info"}], "resources": {"limits": {"memory": "64Mi", "cpu": "100m"}},
                "volumeMounts": [{"name": "token", "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount", "readOnly": true}]
              }],
              "volumes": [{"name": "token", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}}]
            }
            """)!,
        Status = (JsonObject)JsonNode.Parse($$$"""
            {
              "phase": "Running",
              "conditions": [{"type": "Ready", "status": "True"}, {"type": "PodScheduled", "status": "True"}],
              "containerStatuses": [{
                "name": "main", "image": "{{{image}}}", "imageID": "", "ready": true, "restartCount": 0, "state": {"running": {}}
              }]
            }
            """)!,
    };
}
