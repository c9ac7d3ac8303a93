using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Controllers;
using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Operations;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Workloads;

/// <summary>
/// Plays workloads through for demonstrations: Deployments get ReplicaSets, all of them get pods, and their status tells how many are
/// ready.
/// </summary>
internal sealed class WorkloadController(Cluster cluster, PodCreator pods, ObjectRemover remover) : IController, IAsyncDisposable
{
    private const string ReplicaSets = "apps/replicasets";
    private const string Pods = "/pods";

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>By uid, how often in a row a pod was refused, and whether the next try is on its way.</summary>
    private readonly Dictionary<string, (int Count, bool Waits)> _refusals = new(StringComparer.Ordinal);

    public async Task ReactAsync(WatchRecord record)
    {
        await _turn.WaitAsync();
        try
        {
            if (cluster.Store.Find(record.Object.Table, record.Object.Namespace, record.Object.Name) is { IsTerminating: false } found)
                await ReconcileAsync(found);
            foreach (var owner in record.Object.OwnerUids)
            {
                if (cluster.Store.FindByUid(owner) is { IsTerminating: false } workload) await ReconcileAsync(workload);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _turn.WaitAsync();
        _stopping.Dispose();
        _turn.Dispose();
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
            if (!await CreateAsync(found, workload, name)) break;
        }

        var ready = there.Take(wanted).Count(pod => WorkloadStatus.IsReady(pod.ToJson()));
        cluster.Store.Edit(found.Table, found.Namespace, found.Name, next => WorkloadStatus.Write(next, ready, cluster.Now));
    }

    /// <returns>False where it is refused: it is told, and tried again later.</returns>
    private async Task<bool> CreateAsync(StoredObject found, JsonObject workload, string name)
    {
        try
        {
            await pods.CreateAsync(Manifests.Pod(workload, name));
            _refusals.Remove(found.Uid);
            return true;
        }
        catch (ApiException refused) when (refused.Code is not (404 or 409) && !refused.Message.Contains("is being terminated"))
        {
            CreationEvents.Record(cluster, workload, name, refused.Message);
            var (count, waits) = _refusals.GetValueOrDefault(found.Uid);
            _refusals[found.Uid] = (count + 1, true);
            if (!waits) _ = RetryAsync(found, count, _stopping.Token);
            return false;
        }
    }

    /// <summary>Nothing changes where a pod is refused, so that nothing but time asks for the next try.</summary>
    private async Task RetryAsync(StoredObject workload, int refusals, CancellationToken stopping)
    {
        try
        {
            var delay = FirstRetry * Math.Pow(2, Math.Min(refusals, 10));
            await Task.Delay(delay < LongestRetry ? delay : LongestRetry, cluster.Clock, stopping);
            await _turn.WaitAsync(stopping);
            try
            {
                _refusals[workload.Uid] = (_refusals.GetValueOrDefault(workload.Uid).Count, false);
                if (cluster.Store.FindByUid(workload.Uid) is { IsTerminating: false } found) await ReconcileAsync(found);
                else _refusals.Remove(workload.Uid);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
        catch (ApiException)
        {
            // Another change came first, and will be reacted to in its turn.
        }
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
