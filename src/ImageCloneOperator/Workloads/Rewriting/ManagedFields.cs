using System.Text.Json.Nodes;
using ImageCloneOperator.Api;

namespace ImageCloneOperator.Workloads.Rewriting;

/// <summary>The owners of a workload's fields, by its <c>metadata.managedFields</c>.</summary>
internal static class ManagedFields
{
    private const string ItemKey = "k:{\"name\":\"";

    /// <summary>All entries, of ours only what we applied to the containers and volumes that are kept.</summary>
    public static JsonArray GivenUp(UnstructuredWorkload workload, IReadOnlyCollection<string> kept)
    {
        var entries = new List<JsonNode?>();
        foreach (var entry in Entries(workload).Select(entry => (JsonObject)entry.DeepClone()))
        {
            if (!IsOurs(entry)) entries.Add(entry);
            else if (kept.Count > 0 && (string?)entry["operation"] == "Apply") entries.Add(Keep(entry, workload, kept));
        }

        // An empty list leaves everything as it was; a list of one empty entry says that nobody owns anything (meta/v1, ManagedFields).
        return new([.. entries.DefaultIfEmpty(new JsonObject())]);
    }

    public static bool HasOurs(UnstructuredWorkload workload) => Entries(workload).Any(IsOurs);

    /// <summary>The containers and volumes, by Core's names, that we own a field of.</summary>
    public static IEnumerable<string> OwnedContainers(UnstructuredWorkload workload) =>
        ContainersOf(workload, Entries(workload).Where(IsOurs)).Select(container => container.Name);

    /// <summary>The pull secrets that we have put there, and that nobody else names.</summary>
    public static IReadOnlyCollection<string> OwnedPullSecrets(UnstructuredWorkload workload)
    {
        var entries = Entries(workload).ToLookup(IsOurs);
        return [.. PullSecretsOf(workload, entries[true]).Except(PullSecretsOf(workload, entries[false]), StringComparer.Ordinal)];
    }

    /// <summary>
    /// The containers and volumes that their owner has taken away by server-side apply: what we own a field of stays then, bare of all the
    /// rest.
    /// </summary>
    public static IReadOnlyCollection<string> Orphans(UnstructuredWorkload workload)
    {
        var bare =
            from list in PodTemplateFields.Lists
            from item in PodTemplateFields.Items(workload, list)
            where PodTemplateFields.IsBare(item)
            select PodTemplateFields.NameOf(list, (string)item["name"]!);
        return OwnedContainers(workload).Intersect(bare, StringComparer.Ordinal)
            .Except(
                ContainersOf(workload, Entries(workload).Where(entry => !IsOurs(entry))).Select(container => container.Name),
                StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>The other manager that wrote a container's image last; null where nobody owns it.</summary>
    public static string? OwnerOf(UnstructuredWorkload workload, string container) => Entries(workload)
        .Where(entry => !IsOurs(entry)
            && ContainersOf(workload, [entry]).Any(owned => owned.Name == container && owned.Fields?["f:image"] is not null))
        .OrderByDescending(entry => (string?)entry["time"], StringComparer.Ordinal)
        .Select(entry => (string?)entry["manager"])
        .FirstOrDefault();

    private static JsonObject Keep(JsonObject entry, UnstructuredWorkload workload, IReadOnlyCollection<string> kept)
    {
        foreach (var list in PodTemplateFields.Lists)
        {
            if (Fields(entry, workload, list) is not JsonObject items) continue;
            var given = items.Select(item => item.Key)
                .Where(key => key.StartsWith(ItemKey, StringComparison.Ordinal)
                    && !kept.Contains(PodTemplateFields.NameOf(list, key[ItemKey.Length..^2]), StringComparer.Ordinal));
            foreach (var key in given.ToList()) items.Remove(key);
            RemoveEmpty(items);
        }

        return entry;
    }

    /// <summary>A field without fields below it would stand for the whole of it.</summary>
    private static void RemoveEmpty(JsonObject fields)
    {
        for (var empty = fields; empty is { Count: 0, Parent: JsonObject parent }; empty = parent) parent.Remove(empty.GetPropertyName());
    }

    private static IEnumerable<(string Name, JsonNode? Fields)> ContainersOf(
        UnstructuredWorkload workload, IEnumerable<JsonObject> entries) =>
        from entry in entries
        from list in PodTemplateFields.Lists
        from item in ItemsOf(entry, workload, list)
        select (PodTemplateFields.NameOf(list, item.Name), item.Fields);

    private static IEnumerable<string> PullSecretsOf(UnstructuredWorkload workload, IEnumerable<JsonObject> entries) =>
        entries.SelectMany(entry => ItemsOf(entry, workload, PodTemplateFields.PullSecrets)).Select(item => item.Name);

    private static IEnumerable<(string Name, JsonNode? Fields)> ItemsOf(JsonObject entry, UnstructuredWorkload workload, string list) =>
        (Fields(entry, workload, list) as JsonObject ?? [])
            .Where(item => item.Key.StartsWith(ItemKey, StringComparison.Ordinal))
            .Select(item => (item.Key[ItemKey.Length..^2], item.Value));

    private static IEnumerable<JsonObject> Entries(UnstructuredWorkload workload) =>
        (workload.Json["metadata"]?["managedFields"] as JsonArray ?? []).OfType<JsonObject>();

    private static bool IsOurs(JsonObject entry) =>
        (string?)entry["manager"] == WellKnown.FieldManager && string.IsNullOrEmpty((string?)entry["subresource"]);

    private static JsonNode? Fields(JsonObject entry, UnstructuredWorkload workload, string list) =>
        PodTemplateFields.PathOf(workload).Append(list).Aggregate(entry["fieldsV1"], (node, field) => node?[$"f:{field}"]);
}
