using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Json;
using ImageCloneOperator.Webhooks.Admission;
using ImageCloneOperator.Workloads.Caching;
using k8s.Models;

namespace ImageCloneOperator.Webhooks.Pods;

/// <summary>A pod that somebody creates, or that somebody adds debug containers to, before it has been validated.</summary>
/// <param name="Images">Those that may still be changed: of a pod that runs, the images of the containers that are added.</param>
internal sealed record AdmittedPod(string Namespace, V1ObjectMeta Metadata, PodSpec Spec, IReadOnlyList<ContainerImage> Images)
{
    private const string DebugContainers = "ephemeralcontainers";

    /// <summary>More than any node runs; a pod that takes long to look at would be a way to keep the webhook busy.</summary>
    private const int MaxImages = 500;

    private static readonly JsonTypeInfo<Pod> Type = ObjectJson.Default.TypeInfo<Pod>();

    public IReadOnlyDictionary<string, string> Originals { get; } =
        OriginalImages.Parse(Metadata.Annotation(WellKnown.OriginalImagesAnnotation));

    /// <summary>It runs: nothing of it can be changed but the containers that are added.</summary>
    public bool IsRunning { get; private init; }

    /// <summary>Whether the request is about containers that are yet to start.</summary>
    public static bool IsAbout(AdmissionRequest request) => request is { Kind: { Kind: "Pod", Group: "" or null } }
        && (request is { Operation: AdmissionRequest.Create, SubResource: "" or null } || AddsToRunning(request));

    /// <param name="request">The object may lack its namespace, which the request has.</param>
    /// <param name="problem">Why there is none to be read; mostly the API server will refuse it for the same reason.</param>
    public static AdmittedPod? Read(AdmissionRequest request, out string problem)
    {
        problem = "it has no metadata or no spec";
        if (request.Object.At("metadata").ValueKind != JsonValueKind.Object || request.Object.At("spec").ValueKind != JsonValueKind.Object)
            return null;
        try
        {
            var pod = request.Object.Deserialize(Type)!;
            problem = "a container, a volume, a pull secret or an owner of it is null or has no name";
            if (HasGaps(pod)) return null;
            var images = WorkloadReader.Images(pod.Spec!);
            problem = $"it has more than {MaxImages} images";
            if (images.Count > MaxImages) return null;
            problem = "two of its containers have one name";
            if (images.DistinctBy(image => image.Container, StringComparer.Ordinal).Count() < images.Count) return null;
            return new AdmittedPod(
                string.IsNullOrEmpty(request.Namespace) ? pod.Metadata.NamespaceProperty ?? "" : request.Namespace,
                pod.Metadata,
                pod.Spec!,
                AddsToRunning(request) ? Added(request, pod.Spec!) : images)
            {
                IsRunning = AddsToRunning(request),
            };
        }
        catch (JsonException error)
        {
            problem = $"a field is not of its type: {error.Path}";
            return null;
        }
    }

    private static bool AddsToRunning(AdmissionRequest request) =>
        request is { Operation: AdmissionRequest.Update, SubResource: DebugContainers };

    private static IReadOnlyList<ContainerImage> Added(AdmissionRequest request, PodSpec spec)
    {
        var before = request.OldObject.ValueKind == JsonValueKind.Object ? request.OldObject.Deserialize(Type)!.Spec : null;
        var names = (before?.EphemeralContainers ?? []).Select(container => container?.Name).ToHashSet(StringComparer.Ordinal);
        return WorkloadReader.Images(
            new PodSpec { EphemeralContainers = [.. (spec.EphemeralContainers ?? []).Where(added => !names.Contains(added.Name))] });
    }

    private static bool HasGaps(Pod pod) =>
        pod.Spec!.Containers.IsAny(container => container?.Name is null)
        || pod.Spec.InitContainers.IsAny(container => container?.Name is null)
        || pod.Spec.EphemeralContainers.IsAny(container => container?.Name is null)
        || pod.Spec.Volumes.IsAny(volume => volume?.Name is null)
        || pod.Spec.ImagePullSecrets.IsAny(secret => secret is null)
        || pod.Metadata.OwnerReferences.IsAny(owner => owner is not { Name: not null, Kind: not null });
}
