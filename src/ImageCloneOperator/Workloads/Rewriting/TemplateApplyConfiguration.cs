using System.Text.Json.Nodes;
using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Workloads.Rewriting;

/// <summary>
/// The configuration applied to a workload: images of its template, the pull secrets that the copies need, and the
/// annotation that keeps the originals.
/// </summary>
internal static class TemplateApplyConfiguration
{
    /// <param name="workload">The workload as it was read: the server refuses the apply when it is another by now.</param>
    /// <param name="plan">What each image becomes.</param>
    /// <param name="originals">The annotation; only the containers and volumes in it are applied.</param>
    public static JsonObject Of(UnstructuredWorkload workload, RewritePlan plan, IReadOnlyDictionary<string, string> originals)
    {
        var images = plan.Containers.Where(container => originals.ContainsKey(container.Container))
            .ToDictionary(container => container.Container, container => container.Final, StringComparer.Ordinal);
        var metadata = new JsonObject
        {
            ["name"] = workload.Workload.Key.Name,
            ["namespace"] = workload.Workload.Key.Namespace,
            ["uid"] = workload.Workload.Uid,
            ["resourceVersion"] = workload.Workload.ResourceVersion,
        };
        // The annotation stays, once nothing is left to keep, for one more look, which gives everything up.
        if ((OriginalImages.Format(originals) ?? workload.Annotation(WellKnown.OriginalImagesAnnotation)) is { } text)
            metadata["annotations"] = new JsonObject { [WellKnown.OriginalImagesAnnotation] = text };
        var configuration = new JsonObject
        {
            ["apiVersion"] = workload.Json["apiVersion"]!.DeepClone(),
            ["kind"] = workload.Json["kind"]!.DeepClone(),
            ["metadata"] = metadata,
        };
        // An empty field would stand for the whole of it.
        if (images.Count > 0) AddFields(PodSpec(configuration, workload), workload, images, plan.PullSecrets);
        return configuration;
    }

    private static JsonObject PodSpec(JsonObject configuration, UnstructuredWorkload workload)
    {
        var spec = configuration;
        foreach (var field in PodTemplateFields.PathOf(workload))
        {
            var inner = new JsonObject();
            spec[field] = inner;
            spec = inner;
        }

        return spec;
    }

    /// <summary>In the order of the template, which an apply would change otherwise.</summary>
    private static void AddFields(
        JsonObject spec, UnstructuredWorkload workload, Dictionary<string, string> images, IReadOnlyList<string> pullSecrets)
    {
        foreach (var list in PodTemplateFields.Lists)
        {
            JsonNode[] items =
            [
                .. PodTemplateFields.Items(workload, list)
                    .Select(item => (string)item["name"]!)
                    .Where(name => images.ContainsKey(PodTemplateFields.NameOf(list, name)))
                    .Select(name => PodTemplateFields.Item(list, name, images[PodTemplateFields.NameOf(list, name)])),
            ];
            if (items.Length > 0) spec[list] = new JsonArray(items);
        }

        JsonNode[] secrets = [.. pullSecrets.Select(name => new JsonObject { ["name"] = name })];
        if (secrets.Length > 0) spec[PodTemplateFields.PullSecrets] = new JsonArray(secrets);
    }
}
