using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Client;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Workloads;

namespace ImageCloneOperator.Commands.Cleaning;

/// <summary>What takes the operator's annotations off a workload and puts the images back that it replaced.</summary>
/// <param name="Operations">Refused when the workload is not the one that was read.</param>
/// <param name="Changes">The same for people.</param>
internal sealed record WorkloadUndo(IReadOnlyList<JsonPatchOperation> Operations, IReadOnlyList<string> Changes)
{
    private const string OurPrefix = ApiGroup.Name + "/";

    /// <summary>The annotations that the operator writes; <c>skip</c> is the user's own.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Annotations(ObjectMeta metadata) =>
        (metadata.Annotations ?? []).Where(annotation =>
            annotation.Key.StartsWith(OurPrefix, StringComparison.Ordinal) && annotation.Key != WellKnown.SkipAnnotation);

    /// <returns>Null when there is nothing to undo.</returns>
    public static WorkloadUndo? Of(IWorkload workload, string kind)
    {
        // Not a test of each value: API servers compare their escapes, byte by byte.
        List<JsonPatchOperation> operations = [JsonPatchOperation.Test("/metadata/resourceVersion", workload.Metadata.ResourceVersion)];
        var changes = new List<string>();
        if (workload.PodTemplate?.Spec is { } pod)
        {
            var paths = ImagePaths(pod, kind == "CronJob" ? "/spec/jobTemplate/spec/template/spec" : "/spec/template/spec");
            foreach (var image in Originals(workload, kind))
            {
                operations.Add(JsonPatchOperation.Replace(paths[image.Container], image.Desired));
                changes.Add($"{image.Container}: image {image.Current} is {image.Desired} again");
            }
        }

        foreach (var (name, _) in Annotations(workload.Metadata))
        {
            operations.Add(JsonPatchOperation.Remove(JsonPatchOperation.Pointer("metadata", "annotations", name)));
            changes.Add($"annotation {name} removed");
        }

        return changes.Count == 0 ? null : new WorkloadUndo(operations, changes);
    }

    /// <summary>The images that still are the copies that the operator put there: one that the user has changed since stays.</summary>
    private static IEnumerable<ContainerRewrite> Originals(IWorkload workload, string kind)
    {
        var info = WorkloadReader.Read(workload, kind);
        var plan = new WorkloadPlan(info, new NamespaceInfo(info.Id.Namespace), []);
        return RewritePlanner.Plan(plan, new PolicySet([]), RewriteMode.None, _ => BackupState.Pending).Changes;
    }

    private static Dictionary<string, string> ImagePaths(PodSpec pod, string root)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (i, container) in (pod.Containers ?? []).Index()) paths[container.Name] = $"{root}/containers/{i}/image";
        foreach (var (i, container) in (pod.InitContainers ?? []).Index()) paths[container.Name] = $"{root}/initContainers/{i}/image";
        foreach (var (i, volume) in (pod.Volumes ?? []).Index())
            paths[ContainerImage.ForVolume(volume.Name, "").Container] = $"{root}/volumes/{i}/image/reference";
        return paths;
    }
}
