using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Operations;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Controllers;

/// <summary>Gives each namespace what it is born with, and empties those that are being deleted.</summary>
internal sealed class NamespaceController(Cluster cluster, ObjectRemover remover, string rootCertificate) : IController
{
    private const string Namespaces = "/namespaces";

    public Task ReactAsync(WatchRecord record)
    {
        React(record);
        return Task.CompletedTask;
    }

    private void React(WatchRecord record)
    {
        var changed = record.Object;
        var name = changed.Table == Namespaces ? changed.Name : changed.Namespace;
        if (name.Length == 0 || cluster.FindNamespace(name) is not { } found) return;
        if (found.IsTerminating) Empty(found, record);
        else if (record.Deleted || changed.Table == Namespaces) Furnish(name);
    }

    private void Furnish(string @namespace)
    {
        cluster.Ensure("/serviceaccounts", Born("ServiceAccount", "default", @namespace));
        var authority = Born("ConfigMap", "kube-root-ca.crt", @namespace);
        authority.Meta()["annotations"] = new JsonObject
        {
            ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using "
                + "internal endpoints such as the internal service IP or kubernetes.default.svc. "
                + "No other usage is guaranteed across distributions of Kubernetes clusters.",
        };
        authority["data"] = new JsonObject { ["ca.crt"] = rootCertificate };
        cluster.Ensure("/configmaps", authority);
    }

    private static JsonObject Born(string kind, string name, string @namespace) => new()
    {
        ["kind"] = kind,
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
    };

    private void Empty(StoredObject found, WatchRecord record)
    {
        // Only a new deletion, or an object that went, can bring it further.
        if (record.Object.Table != Namespaces && !record.Deleted) return;
        var left = 0;
        foreach (var resource in cluster.Catalog.All.Where(resource => resource is { Namespaced: true, IsVirtual: false })
            .DistinctBy(resource => resource.Table))
        {
            foreach (var item in cluster.Store.InNamespace(resource.Table, found.Name))
            {
                if (item.IsTerminating || !remover.Remove(resource, item.Namespace, item.Name, DeleteOptions.Background).Gone) left++;
            }
        }

        if (left == 0) cluster.Store.Edit(Namespaces, "", found.Name, next => (next["spec"] as JsonObject)?.Remove("finalizers"));
    }
}
