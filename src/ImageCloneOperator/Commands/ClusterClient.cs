using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Kubernetes.Configuration;
using ImageCloneOperator.Kubernetes.Dynamic;

namespace ImageCloneOperator.Commands;

/// <summary>The cluster, for commands that look at it once and end.</summary>
internal static class ClusterClient
{
    public static KubernetesClient Create(ClusterConfiguration cluster)
    {
        var options = new KubernetesClientOptions { FieldManager = WellKnown.FieldManager };
        options.TypeInfoResolvers.Add(ApiJsonContext.Default);
        return new KubernetesClient(cluster, options);
    }
}
