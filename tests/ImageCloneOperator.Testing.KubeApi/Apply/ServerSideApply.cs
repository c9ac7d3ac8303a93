using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Apply.Merging;
using ImageCloneOperator.Testing.KubeApi.Schemas;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Apply;

/// <summary>
/// PATCH with <c>application/apply-patch+yaml</c>: merges what a manager wants into the live object, and removes what it no longer wants.
/// </summary>
public static class ServerSideApply
{
    /// <summary>
    /// The merged object with its managedFields, not yet defaulted; an apply that changes nothing gives back the live object as it is.
    /// </summary>
    /// <param name="live">The stored object, or null when the apply creates it.</param>
    /// <exception cref="ApplyException">The configuration doesn't fit the schema.</exception>
    /// <exception cref="ApplyConflictException">Others own what would change, and <paramref name="force"/> is off.</exception>
    public static JsonObject Apply(
        KindSchema kind, JsonObject? live, JsonObject applied, FieldManager manager, bool force, DateTimeOffset now)
    {
        AppliedShape.Check(kind, applied);
        var managed = ManagedFields.Of(live);
        if (live is not null && managed.IsEmpty) AdoptUntracked(kind, live, managed, now);
        var before = FieldOwnership.WithoutOwners(live) ?? [];
        var entry = Entry(kind, applied, manager);
        var last = managed.Find(entry);
        // The name belongs to nobody, but while it is applied it keeps the metadata around it from being pruned.
        managed.Put(entry with { Fields = FieldSetBuilder.Build(kind.Root, applied) });

        var merged = (JsonObject)TypedMerge.Merge(kind.Root, before, applied)!;
        var result = last is null ? merged : Prune(kind.Root, merged, managed, last.Fields);
        Settle(kind, before, result, entry, managed, force);
        var unchanged = live is not null && JsonQuery.Same(before, result);
        managed.Put(entry with { Time = unchanged ? last?.Time : FieldOwnership.Timestamp(now) });
        managed.WriteTo(result);
        return result;
    }

    private static ManagedEntry Entry(KindSchema kind, JsonObject applied, FieldManager manager)
    {
        var fields = UnownedFields.Filter(kind, manager.Subresource, FieldSetBuilder.Build(kind.Root, applied));
        return new ManagedEntry(manager.Name, Applied: true, kind.ApiVersion, manager.Subresource, Time: null, fields);
    }

    // What was there before anybody applied keeps an owner, so that it isn't lost in silence.
    private static void AdoptUntracked(KindSchema kind, JsonObject live, ManagedFields managed, DateTimeOffset now)
    {
        var fields = UnownedFields.Filter(kind, "", Comparison.Of(kind.Root, old: null, FieldOwnership.WithoutOwners(live)!).Written);
        managed.Put(new ManagedEntry("before-first-apply", Applied: false, kind.ApiVersion, "", FieldOwnership.Timestamp(now), fields));
    }

    // Only what this manager applied before, no longer applies, and nobody else owns may go.
    private static JsonObject Prune(Schema root, JsonObject merged, ManagedFields managed, FieldSet lastApplied)
    {
        var last = Typed.WithNamedParents(lastApplied, root);
        var all = Named(root, merged);
        var withoutLast = TypedRemoval.Remove(root, merged, last);
        var owned = Typed.WithNamedParents(managed.All, root);
        var unowned = TypedRemoval.Remove(root, merged, all.Difference(Named(root, withoutLast)).Difference(owned));
        return (JsonObject)TypedRemoval.Remove(root, merged, all.Difference(Named(root, unowned)).Intersection(last))!;
    }

    private static FieldSet Named(Schema root, JsonNode? node) => Typed.WithNamedParents(FieldSetBuilder.Build(root, node), root);

    private static void Settle(KindSchema kind, JsonObject before, JsonObject result, ManagedEntry entry, ManagedFields managed, bool force)
    {
        var changes = Comparison.Of(kind.Root, before, result);
        var written = UnownedFields.Filter(kind, entry.Subresource, changes.Written);
        var conflicts = managed.Owners(written, except: entry)
            .SelectMany(owner => owner.Fields.Paths().Select(path => new ApplyConflict(owner.Owner.Shown, path))).ToArray();
        if (conflicts.Length > 0 && !force) throw new ApplyConflictException(conflicts);
        managed.Take(written.Union(changes.Removed), except: entry);
    }
}
