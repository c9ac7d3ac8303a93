using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Patching;

namespace ImageCloneOperator.Webhooks.Pods;

/// <summary>The change of a pod: images, the annotation with the originals, and pull secrets. Nothing else is ever in it.</summary>
internal static class PodPatch
{
    private static readonly string Annotation = JsonPatchOperation.Pointer("metadata", "annotations", WellKnown.OriginalImagesAnnotation);

    /// <summary>All annotations of an object together, keys and values, in bytes: the API server takes no more.</summary>
    private const int MaxAnnotations = 256 << 10;

    /// <summary>Whether the pod is valid with its annotations and, in place of what it has, with the originals.</summary>
    public static bool Fits(AdmittedPod pod, RewritePlan plan)
    {
        var others = (pod.Metadata.Annotations ?? new Dictionary<string, string>())
            .Where(annotation => annotation.Key != WellKnown.OriginalImagesAnnotation)
            .Sum(annotation => (long)Size(annotation.Key) + Size(annotation.Value));
        return OriginalImages.Format(plan.Originals) is not { } text
            || others + Size(WellKnown.OriginalImagesAnnotation) + Size(text) <= MaxAnnotations;
    }

    public static IReadOnlyList<JsonPatchOperation> Of(AdmittedPod pod, RewritePlan plan, IEnumerable<string> secrets) =>
        pod.IsRunning
            ? [.. Images(pod, plan)]
            : [.. Images(pod, plan), .. plan.Changes.Any() ? Originals(pod, plan) : [], .. PullSecrets(pod, secrets)];

    /// <summary>Those that the pod does not name yet.</summary>
    public static IReadOnlyList<string> MissingSecrets(AdmittedPod pod, IEnumerable<string> secrets) =>
        [.. secrets.Except((pod.Spec.ImagePullSecrets ?? []).Select(secret => secret.Name), StringComparer.Ordinal)];

    private static int Size(string? text) => Encoding.UTF8.GetByteCount(text ?? "");

    private static IEnumerable<JsonPatchOperation> Images(AdmittedPod pod, RewritePlan plan)
    {
        var paths = Paths(pod).ToDictionary(StringComparer.Ordinal);
        return plan.Changes.Select(change => JsonPatchOperation.Replace(paths[change.Container], change.Desired));
    }

    private static IEnumerable<KeyValuePair<string, string>> Paths(AdmittedPod pod) =>
    [
        .. (pod.Spec.Containers ?? []).Select((container, i) => KeyValuePair.Create(container.Name, $"/spec/containers/{i}/image")),
        .. (pod.Spec.InitContainers ?? []).Select((container, i) => KeyValuePair.Create(container.Name, $"/spec/initContainers/{i}/image")),
        .. (pod.Spec.EphemeralContainers ?? [])
            .Select((container, i) => KeyValuePair.Create(container.Name, $"/spec/ephemeralContainers/{i}/image")),
        .. (pod.Spec.Volumes ?? []).Index().Where(volume => volume.Item.Image is not null)
            .Select(volume => KeyValuePair.Create(
                ContainerImage.ForVolume(volume.Item.Name, "").Container, $"/spec/volumes/{volume.Index}/image/reference")),
    ];

    private static IEnumerable<JsonPatchOperation> Originals(AdmittedPod pod, RewritePlan plan)
    {
        var text = OriginalImages.Format(plan.Originals);
        var before = pod.Metadata.Annotations;
        if (text is null)
            return before?.ContainsKey(WellKnown.OriginalImagesAnnotation) is true ? [JsonPatchOperation.Remove(Annotation)] : [];
        return before is null
            ? [JsonPatchOperation.Add("/metadata/annotations", new JsonObject { [WellKnown.OriginalImagesAnnotation] = text })]
            : [JsonPatchOperation.Add(Annotation, text)];
    }

    private static IEnumerable<JsonPatchOperation> PullSecrets(AdmittedPod pod, IEnumerable<string> secrets)
    {
        var present = pod.Spec.ImagePullSecrets;
        var missing = MissingSecrets(pod, secrets).Select(name => new JsonObject { ["name"] = name }).ToArray();
        if (missing.Length == 0) return [];
        return present is null
            ? [JsonPatchOperation.Add("/spec/imagePullSecrets", new JsonArray(missing))]
            : missing.Select(secret => JsonPatchOperation.Add("/spec/imagePullSecrets/-", secret));
    }
}
