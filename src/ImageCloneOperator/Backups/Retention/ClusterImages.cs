using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Backups.Retention;

/// <summary>
/// Reads afresh, page by page, every image that the cluster names: templates, what they can be rolled back to, and pods with what they run.
/// No watch keeps this: it is asked for only before something is deleted.
/// </summary>
internal sealed class ClusterImages(IKubernetesClient client, CompiledPolicies policies)
{
    /// <summary>Beside the workloads. RBAC is held to this list by a test.</summary>
    public static IReadOnlyList<ApiResource> Others { get; } =
    [
        new("apps", "v1", "replicasets", "ReplicaSet"),
        new("apps", "v1", "controllerrevisions", "ControllerRevision"),
        new("", "v1", "pods", "Pod"),
        new("", "v1", "replicationcontrollers", "ReplicationController"),
        new("", "v1", "podtemplates", "PodTemplate"),
    ];

    /// <exception cref="ClusterException">Some kind could not be read: then nothing is proven.</exception>
    public async Task<ImageUses> ReadAsync(CancellationToken cancellationToken)
    {
        var uses = new ImageUses();
        // Pods last: one that a template has made meanwhile is among them, whatever became of the template.
        var types = WorkloadTypes.BuiltIn.Concat(policies.Planner.Policies.AdditionalTypes);
        foreach (var resource in types.Select(WorkloadResource.Of).Concat(Others))
            await AddAsync(uses, resource, cancellationToken);
        return uses;
    }

    private async Task AddAsync(ImageUses uses, ApiResource resource, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in client.ListAllAsync(TypeOf(resource), metadataOnly: false, cancellationToken))
                foreach (var image in item.Images) uses.Add(image, item.User);
        }
        catch (KubernetesApiException unknown) when (unknown.IsNotFound)
        {
            // A server that does not serve the kind has no object of it.
        }
    }

    private ResourceType<NamedImages> TypeOf(ApiResource resource) => new(
        resource,
        JsonMetadataServices.CreateValueInfo<NamedImages>(client.Json.Options, new NamedImagesConverter(resource.Kind)),
        images => new ObjectIdentity(new EntityKey(images.User.Namespace, images.User.Name), null, null));
}
