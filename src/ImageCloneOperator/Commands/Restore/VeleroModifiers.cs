using System.Text;
using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Commands.Restore;

/// <summary>
/// Writes Velero's resource modifiers. They know a container by its place in the list only, and a catalogue knows no containers: there is
/// a rule for each place that an image may have, and it applies where the image is written there exactly.
/// </summary>
internal sealed class VeleroModifiers(CatalogPlan plan)
{
    /// <summary>What a ConfigMap holds.</summary>
    private const int MaxBytes = 1 << 20;

    /// <summary>As many users as a catalogue names of an image: there may be more.</summary>
    private const int MaxUsers = 20;

    private static readonly string[] Places =
    [
        .. Enumerable.Range(0, 5).Select(place => $"containers/{place}/image"),
        .. Enumerable.Range(0, 3).Select(place => $"initContainers/{place}/image"),
    ];

    private static readonly Resources Pods = new("pods", "/spec");
    private static readonly Resources CronJobs = new("cronjobs.batch", "/spec/jobTemplate/spec/template/spec");

    /// <summary>Deployments, ReplicaSets, StatefulSets, DaemonSets and Jobs; what has no such path is left alone.</summary>
    private static readonly Resources Templates = new("*.{apps,batch}", "/spec/template/spec");

    /// <param name="complete">The images that have a copy.</param>
    /// <exception cref="CatalogException">The rules are more than Velero can be given.</exception>
    public string Write(IEnumerable<CatalogEntry> complete)
    {
        List<CatalogEntry> entries = [.. complete];
        var text = string.Concat(["version: v1\nresourceModifierRules:\n", .. entries.SelectMany(Rules)]);
        return Encoding.UTF8.GetByteCount(text) <= MaxBytes
            ? text
            : throw new CatalogException(
                $"the rules for {entries.Count} images do not fit into a ConfigMap, which holds 1 MiB; choose some of them with --only");
    }

    /// <summary>Kinds of workloads whose images no rule changes.</summary>
    public static IEnumerable<string> OtherKinds(IEnumerable<CatalogEntry> complete) => complete
        .SelectMany(Kinds)
        .Where(kind => WorkloadTypes.Selectable.All(type => type.Kind != kind))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    private IEnumerable<string> Rules(CatalogEntry entry) =>
        from resources in ResourcesOf(entry)
        from place in Places
        from spelling in ImageSpellings.Of(entry.Source)
        select Rule(resources.GroupResource, $"{resources.PodSpec}/{place}", spelling, plan.PlaceOf(entry).ToString());

    private static string Rule(string groupResource, string path, string image, string copy) =>
        $$"""
        - conditions: {groupResource: "{{groupResource}}", matches: [{path: {{path}}, value: "{{image}}"}]}
          patches: [{operation: replace, path: {{path}}, value: "{{copy}}"}]

        """;

    private static IEnumerable<Resources> ResourcesOf(CatalogEntry entry)
    {
        List<string> kinds = [.. Kinds(entry)];
        var isUnknown = kinds.Count is 0 or >= MaxUsers;
        if (isUnknown || kinds.Contains(WorkloadTypes.CronJob.Kind)) yield return CronJobs;
        if (isUnknown || kinds.Exists(kind => kind != WorkloadTypes.Pod.Kind)) yield return Templates;
        yield return Pods;
    }

    private static IEnumerable<string> Kinds(CatalogEntry entry) => (entry.Image.Users ?? []).Select(user => user[..user.IndexOf('/')]);

    /// <param name="GroupResource">As a rule names them: a glob.</param>
    /// <param name="PodSpec">Where they have the spec of their pods.</param>
    private sealed record Resources(string GroupResource, string PodSpec);
}
