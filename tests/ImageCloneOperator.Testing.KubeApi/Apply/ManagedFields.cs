using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Apply;

/// <summary>The owners of an object's fields, as <c>metadata.managedFields</c> lists them.</summary>
internal sealed class ManagedFields
{
    private readonly List<ManagedEntry> _entries;

    private ManagedFields(IEnumerable<ManagedEntry> entries) => _entries = [.. entries];

    public bool IsEmpty => _entries.Count == 0;

    public FieldSet All => _entries.Aggregate(new FieldSet(), (all, entry) => all.Union(entry.Fields));

    public static ManagedFields Of(JsonObject? obj) =>
        new((obj?.Objects("metadata", "managedFields") ?? []).Where(json => json.Count > 0).Select(ManagedEntry.Parse));

    /// <summary>A list of one empty entry asks for all to be forgotten; an empty list doesn't.</summary>
    public static bool IsReset(JsonObject obj) => obj.Array("metadata", "managedFields") is [JsonObject { Count: 0 }];

    public ManagedEntry? Find(ManagedEntry like) => _entries.Find(entry => entry.Identity == like.Identity);

    public void Put(ManagedEntry entry)
    {
        _entries.RemoveAll(other => other.Identity == entry.Identity);
        if (!entry.Fields.IsEmpty) _entries.Add(entry);
    }

    /// <summary>Who else owns fields of this set, and which.</summary>
    public IEnumerable<(ManagedEntry Owner, FieldSet Fields)> Owners(FieldSet fields, ManagedEntry? except) => _entries
        .Where(entry => entry.Identity != except?.Identity)
        .Select(entry => (entry, entry.Fields.Intersection(fields)))
        .Where(owner => !owner.Item2.IsEmpty);

    /// <summary>Takes fields away from everybody but one.</summary>
    public void Take(FieldSet fields, ManagedEntry? except)
    {
        foreach (var (owner, _) in Owners(fields, except).ToArray()) Put(owner with { Fields = owner.Fields.Difference(fields) });
    }

    public void WriteTo(JsonObject obj)
    {
        obj.Ensure("metadata").Remove("managedFields");
        if (_entries.Count == 0) return;
        obj["metadata"]!["managedFields"] = new JsonArray([.. _entries
            .OrderBy(entry => !entry.Applied)
            .ThenBy(entry => entry.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Manager, StringComparer.Ordinal)
            .ThenBy(entry => entry.ApiVersion, StringComparer.Ordinal)
            .ThenBy(entry => entry.Subresource, StringComparer.Ordinal)
            .Select(entry => entry.ToJson())]);
    }
}
