using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Controllers;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Operations;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Workloads;

/// <summary>
/// Plays workloads through for demonstrations: Deployments get ReplicaSets, all of them get pods, and their status tells how many are
/// ready.
/// </summary>
internal sealed class WorkloadController(Cluster cluster, PodCreator pods, ObjectRemover remover) : IController
{
    private const string ReplicaSets = "apps/replicasets";
    private const string Pods = "/pods";

    public async Task ReactAsync(WatchRecord record)
    {
        if (cluster.Store.Find(record.Object.Table, record.Object.Namespace, record.Object.Name) is { IsTerminating: false } found)
            await ReconcileAsync(found);
        foreach (var owner in record.Object.OwnerUids)
        {
            if (cluster.Store.FindByUid(owner) is { IsTerminating: false } workload) await ReconcileAsync(workload);
        }
    }

    private async Task ReconcileAsync(StoredObject found)
    {
        switch (found.Table)
        {
            case "apps/deployments":
                Deployment(found);
                break;
            case ReplicaSets or "apps/statefulsets":
                await ReplicasAsync(found, (int)found.ToJson().Number("spec", "replicas"));
                break;
            case "apps/daemonsets" or "batch/jobs":
                await ReplicasAsync(found, 1);
                break;
        }
    }

    private void Deployment(StoredObject found)
    {
        var deployment = found.ToJson();
        var current = $"{found.Name}-{TemplateHash(deployment)}";
        foreach (var old in Owned(found, ReplicaSets).Where(set => set.Name != current))
            cluster.Store.Edit(ReplicaSets, old.Namespace, old.Name, set => set["spec"]!["replicas"] = 0);
        if (cluster.Store.Find(ReplicaSets, found.Namespace, current) is null)
            cluster.Ensure(ReplicaSets, Manifests.ReplicaSet(deployment, current));
        cluster.Store.Edit(ReplicaSets, found.Namespace, current, set => set["spec"]!["replicas"] = deployment.Number("spec", "replicas"));
        var ready = cluster.Store.Find(ReplicaSets, found.Namespace, current)?.ToJson().Number("status", "readyReplicas") ?? 0;
        cluster.Store.Edit(found.Table, found.Namespace, found.Name, next => WorkloadStatus.Write(next, ready, cluster.Now));
    }

    private async Task ReplicasAsync(StoredObject found, int wanted)
    {
        var workload = found.ToJson();
        var there = Owned(found, Pods).Where(pod => !pod.IsTerminating).ToList();
        foreach (var surplus in there.Skip(wanted)) Remove(surplus);
        for (var i = there.Count; i < wanted; i++)
        {
            var name = found.Table == "apps/statefulsets"
                ? $"{found.Name}-{i}"
                : $"{found.Name}-{RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5)}";
            await pods.CreateAsync(Manifests.Pod(workload, name));
        }

        var ready = there.Take(wanted).Count(pod => WorkloadStatus.IsReady(pod.ToJson()));
        cluster.Store.Edit(found.Table, found.Namespace, found.Name, next => WorkloadStatus.Write(next, ready, cluster.Now));
    }

    private IEnumerable<StoredObject> Owned(StoredObject owner, string table) => cluster.Store.DependentsOf(owner.Uid)
        .Where(id => id.Table == table)
        .Select(id => cluster.Store.Find(id.Table, id.Namespace, id.Name))
        .OfType<StoredObject>()
        .OrderBy(obj => obj.Name, StringComparer.Ordinal);

    private void Remove(StoredObject pod)
    {
        if (cluster.Catalog.FindTable(Pods) is { } resource) remover.Remove(resource, pod.Namespace, pod.Name, DeleteOptions.Background);
    }

    private static string TemplateHash(JsonObject deployment) =>
        Convert.ToHexStringLower(SHA256.HashData(deployment.At("spec", "template")!.ToUtf8()))[..10];
}
