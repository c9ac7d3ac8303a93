using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Controllers;

/// <summary>Writes of the controllers, which need no admission.</summary>
internal static class Edits
{
    /// <summary>
    /// Changes an object, if it is there and <paramref name="change"/> changes it; deletes it when nothing holds it any more.
    /// </summary>
    public static void Edit(this Store store, string table, string @namespace, string name, Action<JsonObject> change)
    {
        while (store.Find(table, @namespace, name) is { } seen)
        {
            var next = seen.ToJson();
            change(next);
            if (JsonNode.DeepEquals(next, seen.ToJson())) return;
            if (store.TryCommit(table, seen, next) is not { } written) continue;
            var held = !next.IsTerminating() || next.Finalizers().Length > 0 || next.Texts("spec", "finalizers").Any();
            if (held || store.TryCommit(table, written, null) is not null) return;
        }
    }

    public static void RemoveFinalizer(this Store store, StoredObject obj, string finalizer) =>
        store.Edit(obj.Table, obj.Namespace, obj.Name, next => next.SetFinalizers([.. next.Finalizers().Where(name => name != finalizer)]));

    /// <summary>Creates an object that nobody asked for by a request; keeps one that is there.</summary>
    public static void Ensure(this Cluster cluster, string table, JsonObject obj)
    {
        if (cluster.Store.Find(table, obj.Namespace(), obj.Name()) is not null) return;
        obj.Meta()["uid"] = Guid.NewGuid().ToString();
        obj.Meta()["creationTimestamp"] = cluster.Now;
        cluster.Store.TryCommit(table, null, obj);
    }
}
