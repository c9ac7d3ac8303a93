using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Nodes;

/// <summary>The platforms that a cluster's pods run on, by the labels that each kubelet sets on its node.</summary>
internal static class NodePlatforms
{
    /// <summary>RBAC is held to this by a test.</summary>
    public static ApiResource Resource { get; } = new("", "v1", "nodes", "Node");

    /// <exception cref="ClusterException">The cluster does not answer, or does not let us read them.</exception>
    public static async Task<IReadOnlyList<Platform>> ReadAsync(IKubernetesClient client, CancellationToken cancellationToken)
    {
        var found = new HashSet<Platform>();
        var nodes = ResourceType.Metadata(Resource, client.Json);
        await foreach (var node in client.ListAllAsync(nodes, metadataOnly: true, cancellationToken))
        {
            if (node.Metadata.Labels is { } labels
                && labels.TryGetValue("kubernetes.io/os", out var os)
                && labels.TryGetValue("kubernetes.io/arch", out var architecture))
            {
                found.Add(new Platform(os, architecture));
            }
        }

        return [.. found.OrderBy(platform => platform.ToString(), StringComparer.Ordinal)];
    }
}
