using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Operations;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Controllers;

/// <summary>Deletes what its owners leave behind: background, foreground and orphaning deletion.</summary>
internal sealed class GarbageCollector(Cluster cluster, ObjectRemover remover) : IController
{
    public Task ReactAsync(WatchRecord record)
    {
        React(record);
        return Task.CompletedTask;
    }

    private void React(WatchRecord record)
    {
        var changed = record.Object;
        if (record.Deleted)
        {
            foreach (var dependent in Dependents(changed.Uid)) Collect(dependent);
        }
        else
        {
            if (changed.OwnerUids.Length > 0) Collect(changed);
            if (changed.IsTerminating) Terminate(changed);
        }

        foreach (var owner in changed.OwnerUids)
        {
            if (cluster.Store.FindByUid(owner) is { IsTerminating: true } waiting) Terminate(waiting);
        }
    }

    private IEnumerable<StoredObject> Dependents(string uid) =>
        cluster.Store.DependentsOf(uid).Select(id => cluster.Store.Find(id.Table, id.Namespace, id.Name)).OfType<StoredObject>();

    // An object goes when none of its owners is left; else only the references to those that are gone go.
    private void Collect(StoredObject seen)
    {
        if (cluster.Store.Find(seen.Table, seen.Namespace, seen.Name) is not { } obj || obj.Uid != seen.Uid || obj.OwnerUids.Length == 0)
            return;
        var alive = obj.OwnerUids.Where(uid => IsOwner(obj, uid)).ToList();
        if (alive.Count == obj.OwnerUids.Length) return;
        if (alive.Count > 0) Disown(obj, uid => !alive.Contains(uid));
        else if (!obj.IsTerminating) Delete(obj, DeleteOptions.Background);
    }

    private bool IsOwner(StoredObject dependent, string uid) =>
        cluster.Store.FindByUid(uid) is { } owner && (owner.Namespace.Length == 0 || owner.Namespace == dependent.Namespace);

    private void Terminate(StoredObject seen)
    {
        if (cluster.Store.Find(seen.Table, seen.Namespace, seen.Name) is not { IsTerminating: true } owner || owner.Uid != seen.Uid) return;
        var finalizers = owner.ToJson().Finalizers();
        if (finalizers.Contains(ObjectRemover.OrphanFinalizer, StringComparer.Ordinal)) Orphan(owner);
        if (finalizers.Contains(ObjectRemover.ForegroundFinalizer, StringComparer.Ordinal)) DeleteDependents(owner);
    }

    private void Orphan(StoredObject owner)
    {
        foreach (var dependent in Dependents(owner.Uid)) Disown(dependent, uid => uid == owner.Uid);
        cluster.Store.RemoveFinalizer(owner, ObjectRemover.OrphanFinalizer);
    }

    private void DeleteDependents(StoredObject owner)
    {
        foreach (var dependent in Dependents(owner.Uid))
        {
            var others = dependent.OwnerUids.Any(uid => uid != owner.Uid && IsOwner(dependent, uid));
            if (others) Disown(dependent, uid => uid == owner.Uid);
            else if (!dependent.IsTerminating)
                Delete(dependent, HasDependents(dependent) ? DeleteOptions.Foreground : DeleteOptions.Background);
        }

        if (!Dependents(owner.Uid).Any(dependent => Blocks(dependent, owner.Uid)))
            cluster.Store.RemoveFinalizer(owner, ObjectRemover.ForegroundFinalizer);
    }

    private bool HasDependents(StoredObject obj) => cluster.Store.DependentsOf(obj.Uid).Count > 0;

    private static bool Blocks(StoredObject dependent, string owner) =>
        dependent.ToJson()
            .Objects("metadata", "ownerReferences")
            .Any(reference => reference.Text("uid") == owner && reference.Flag("blockOwnerDeletion"));

    private void Disown(StoredObject dependent, Func<string, bool> gone) =>
        cluster.Store.Edit(dependent.Table, dependent.Namespace, dependent.Name, next =>
        {
            var left = next
                .Objects("metadata", "ownerReferences")
                .Where(owner => !gone(owner.Text("uid")))
                .Select(owner => owner.DeepClone())
                .ToArray();
            if (left.Length == 0) next.Meta().Remove("ownerReferences");
            else next.Meta()["ownerReferences"] = new JsonArray(left);
        });

    private void Delete(StoredObject obj, DeleteOptions options)
    {
        if (cluster.Catalog.FindTable(obj.Table) is { } resource) remover.Remove(resource, obj.Namespace, obj.Name, options);
    }
}
