using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Client.Json;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Webhooks.Admission;
using ImageCloneOperator.Workloads;

namespace ImageCloneOperator.Webhooks.Pods;

/// <summary>A pod that somebody creates, before it has been validated.</summary>
internal sealed record AdmittedPod(string Namespace, ObjectMeta Metadata, PodSpec Spec, IReadOnlyList<ContainerImage> Images)
{
    private static readonly JsonTypeInfo<Pod> Type = new KubernetesJson().TypeInfo<Pod>();

    public IReadOnlyDictionary<string, string> Originals { get; } =
        OriginalImages.Parse(Metadata.Annotations?.GetValueOrDefault(WellKnown.OriginalImagesAnnotation));

    /// <param name="request">The object may lack its namespace, which the request has.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="problem">Why it cannot be read; the API server will refuse it for the same reason.</param>
    public static bool TryRead(AdmissionRequest request, [NotNullWhen(true)] out AdmittedPod? pod, [NotNullWhen(false)] out string? problem)
    {
        pod = null;
        if (request.Object.At("metadata").ValueKind != JsonValueKind.Object || request.Object.At("spec").ValueKind != JsonValueKind.Object)
            return (problem = "it has no metadata or no spec") is null;
        try
        {
            var read = request.Object.Deserialize(Type)!;
            if (HasGaps(read)) return (problem = "a container, a volume, a pull secret or an owner of it is null or has no name") is null;
            var images = WorkloadReader.Images(read.Spec!);
            if (images.DistinctBy(image => image.Container, StringComparer.Ordinal).Count() < images.Count) return (problem = "two of its containers have one name") is null;
            pod = new AdmittedPod(string.IsNullOrEmpty(request.Namespace) ? read.Metadata.Namespace ?? "" : request.Namespace, read.Metadata, read.Spec!, images);
            problem = null;
            return true;
        }
        catch (JsonException error)
        {
            return (problem = $"a field is not of its type: {error.Path}") is null;
        }
    }

    private static bool HasGaps(Pod pod) =>
        pod.Spec!.Containers.IsAny(container => container?.Name is null)
        || pod.Spec.InitContainers.IsAny(container => container?.Name is null)
        || pod.Spec.Volumes.IsAny(volume => volume?.Name is null)
        || pod.Spec.ImagePullSecrets.IsAny(secret => secret is null)
        || pod.Metadata.OwnerReferences.IsAny(owner => owner is not { Name: not null, Kind: not null });
}
