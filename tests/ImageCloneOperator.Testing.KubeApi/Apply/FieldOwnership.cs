using System.Globalization;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Apply.Merging;
using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;
using ImageCloneOperator.Testing.KubeApi.Schemas.Definitions;

namespace ImageCloneOperator.Testing.KubeApi.Apply;

/// <summary>
/// Keeps <c>metadata.managedFields</c> through creates, updates and patches other than apply: whatever changed now belongs to the writer.
/// </summary>
public static class FieldOwnership
{
    /// <summary>
    /// Sets the managedFields of <paramref name="updated"/>, which is what will be stored; <paramref name="live"/> is null on a create.
    /// </summary>
    public static void Track(KindSchema kind, JsonObject? live, JsonObject updated, FieldManager manager, DateTimeOffset now)
    {
        var managed = Owners(live, updated, manager);
        var reset = ManagedFields.IsReset(updated);
        updated.Object("metadata")?.Remove("managedFields");

        // An object whose owners were forgotten is tracked again only after the next apply.
        if (!reset && (live is null || !managed.IsEmpty)) Record(kind, live, updated, manager, managed, now);
        managed.WriteTo(updated);
    }

    internal static string Timestamp(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static JsonObject? WithoutOwners(JsonObject? obj)
    {
        var copy = obj?.DeepClone().AsObject();
        copy?.Object("metadata")?.Remove("managedFields");
        return copy;
    }

    // A client that doesn't send managedFields keeps them; only the object itself may rewrite them, not a subresource.
    private static ManagedFields Owners(JsonObject? live, JsonObject updated, FieldManager manager)
    {
        var sent = ManagedFields.Of(updated);
        if (ManagedFields.IsReset(updated) && manager.Subresource.Length == 0) return sent;
        return sent.IsEmpty || manager.Subresource.Length > 0 ? ManagedFields.Of(live) : sent;
    }

    private static void Record(
        KindSchema kind, JsonObject? live, JsonObject updated, FieldManager manager, ManagedFields managed, DateTimeOffset now)
    {
        var changes = Comparison.Of(kind.Root, WithoutOwners(live), updated);
        managed.Take(changes.Written.Union(changes.Removed), except: null);
        var written = UnownedFields.Filter(kind, manager.Subresource, changes.Written);
        if (written.IsEmpty) return;
        var entry = new ManagedEntry(manager.Name, Applied: false, kind.ApiVersion, manager.Subresource, Timestamp(now), written);
        managed.Put(entry with { Fields = managed.Find(entry)?.Fields.Union(written) ?? written });
    }
}
