using System.Text.Json.Nodes;
using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Workloads.Rewriting;

/// <summary>
/// The next write on the way to a plan. It names the uid and the resourceVersion that were read, so that it neither brings a workload back
/// nor overwrites a change that was not seen.
/// </summary>
/// <param name="Patch">The write.</param>
/// <param name="WritesImages">Whether it makes the plan's changes.</param>
internal sealed record RewritePatch(Patch Patch, bool WritesImages)
{
    /// <summary>The containers and volumes that go with it, since their owner has taken them away.</summary>
    public IReadOnlyCollection<string> Orphans { get; private init; } = [];

    /// <summary>Whether a workload is not as planned, as far as a cache can tell.</summary>
    public static bool IsNeeded(Workload workload, RewritePlan plan) =>
        plan.Changes.Any()
        || IsUnsettled(workload, plan)
        || plan.PullSecrets.Except(NamesOf(workload), StringComparer.Ordinal).Any()
        || (workload.IsRewritten()
            && NamesOf(workload).Where(ManagedPullSecret.IsName).Except(plan.PullSecrets, StringComparer.Ordinal).Any());

    /// <returns>Null when everything is as planned.</returns>
    public static RewritePatch? Next(UnstructuredWorkload workload, RewritePlan plan)
    {
        var orphans = ManagedFields.Orphans(workload);
        var ours = ManagedFields.OwnedPullSecrets(workload);
        var hasOthers = ours.Except(plan.PullSecrets, StringComparer.Ordinal).Any();
        var isSecretDue = plan.Originals.Count > 0
            && (hasOthers || plan.PullSecrets.Except(NamesOf(workload.Workload), StringComparer.Ordinal).Any());
        if (orphans.Count > 0 || plan.Changes.Any() || isSecretDue) return WriteImages(workload, plan, orphans);
        return hasOthers || IsUnsettled(workload.Workload, plan) ? Settle(workload, plan) : null;
    }

    /// <summary>Leaves the images to the other writer, and says so on the workload.</summary>
    public static RewritePatch GiveWay(UnstructuredWorkload workload, RewriteConflict contested) =>
        Annotate(workload, [(WellKnown.RewriteContestedAnnotation, contested.Format())], []);

    /// <summary>Sets annotations, or takes them off where the text is null, and gives up the fields that we own.</summary>
    /// <param name="kept">The containers and volumes that stay ours.</param>
    public static RewritePatch Annotate(
        UnstructuredWorkload workload, IEnumerable<(string Name, string? Text)> annotations, IReadOnlyCollection<string> kept) =>
        Annotate(workload, annotations, kept, kept.Count == 0 ? RemovePullSecrets(workload) : []);

    private static RewritePatch Annotate(
        UnstructuredWorkload workload,
        IEnumerable<(string Name, string? Text)> annotations,
        IReadOnlyCollection<string> kept,
        IEnumerable<JsonPatchOperation> others)
    {
        // Not a test of the annotations' values: API servers compare their escapes, byte by byte.
        List<JsonPatchOperation> operations =
        [
            JsonPatchOperation.Test("/metadata/uid", workload.Workload.Uid),
            JsonPatchOperation.Test("/metadata/resourceVersion", workload.Workload.ResourceVersion),
        ];
        if (!workload.HasAnnotations) operations.Add(JsonPatchOperation.Add("/metadata/annotations", new JsonObject()));
        foreach (var (name, text) in annotations)
        {
            var path = JsonPatchOperation.Pointer("metadata", "annotations", name);
            if (text is not null) operations.Add(JsonPatchOperation.Add(path, text));
            else if (workload.Annotation(name) is not null) operations.Add(JsonPatchOperation.Remove(path));
        }

        operations.AddRange(others);
        if (ManagedFields.HasOurs(workload))
            operations.Add(JsonPatchOperation.Replace("/metadata/managedFields", ManagedFields.GivenUp(workload, kept)));
        return new RewritePatch(Patch.Json(operations), WritesImages: false);
    }

    /// <summary>
    /// All images at once: one rollout. The annotation has the originals of before and of after, and all their containers are named, since
    /// what we applied before and do not name is removed, as orphans are to be.
    /// </summary>
    private static RewritePatch WriteImages(UnstructuredWorkload workload, RewritePlan plan, IReadOnlyCollection<string> orphans)
    {
        var (before, after, originals) =
            (workload.Workload.Originals, plan.Originals, new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var name in plan.Containers.Select(container => container.Container).Except(orphans, StringComparer.Ordinal))
        {
            if (after.TryGetValue(name, out var original) || before.TryGetValue(name, out original)) originals[name] = original;
        }

        // Somebody has edited the annotation: a container that it no longer names would lose its image.
        if (ManagedFields.OwnedContainers(workload).Except(originals.Keys.Concat(orphans), StringComparer.Ordinal).Any())
            return Annotate(workload, [], [], []);
        return new RewritePatch(Patch.Apply(TemplateApplyConfiguration.Of(workload, plan, originals), force: true), WritesImages: true)
        {
            Orphans = orphans,
        };
    }

    private static RewritePatch Settle(UnstructuredWorkload workload, RewritePlan plan) => Annotate(
        workload,
        [
            (WellKnown.OriginalImagesAnnotation, OriginalImages.Format(plan.Originals)),
            .. IsOver(workload.Workload, plan) ? [(WellKnown.RewriteContestedAnnotation, (string?)null)] : Array.Empty<(string, string?)>(),
        ],
        [.. plan.Originals.Keys]);

    /// <summary>From the last to the first: each one that goes moves those behind it.</summary>
    private static IEnumerable<JsonPatchOperation> RemovePullSecrets(UnstructuredWorkload workload)
    {
        var ours = ManagedFields.OwnedPullSecrets(workload);
        var names = PodTemplateFields.Items(workload, PodTemplateFields.PullSecrets).Select(item => (string?)item["name"]).ToList();
        string[] path = [.. PodTemplateFields.PathOf(workload), PodTemplateFields.PullSecrets];
        if (ours.Count == 0) return [];
        if (names.TrueForAll(name => ours.Contains(name, StringComparer.Ordinal)))
            return [JsonPatchOperation.Remove(JsonPatchOperation.Pointer(path))];
        return names.Index().Where(secret => ours.Contains(secret.Item, StringComparer.Ordinal))
            .Reverse()
            .Select(secret => JsonPatchOperation.Remove(JsonPatchOperation.Pointer([.. path, $"{secret.Index}"])));
    }

    private static IEnumerable<string> NamesOf(Workload workload) => workload.PullSecrets.Select(secret => secret.Name);

    private static bool IsUnsettled(Workload workload, RewritePlan plan) =>
        !IsRight(workload.Annotations.GetValueOrDefault(WellKnown.OriginalImagesAnnotation), plan.Originals) || IsOver(workload, plan);

    private static bool IsRight(string? annotation, IReadOnlyDictionary<string, string> originals)
    {
        if (originals.Count == 0) return annotation is null;
        var kept = OriginalImages.Parse(annotation);
        return kept.Count == originals.Count && originals.All(original => kept.GetValueOrDefault(original.Key) == original.Value);
    }

    private static bool IsOver(Workload workload, RewritePlan plan) => !plan.Contested && workload.Contested is not null;
}
