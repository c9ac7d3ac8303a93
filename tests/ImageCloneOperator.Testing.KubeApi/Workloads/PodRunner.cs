using System.Text.Json.Nodes;
using System.Threading.Channels;
using ImageCloneOperator.Testing.KubeApi.Controllers;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Workloads;

/// <summary>Plays the kubelet: a pod runs when its images can be pulled, and waits with ImagePullBackOff until they can.</summary>
internal sealed class PodRunner : IController, IAsyncDisposable
{
    private static readonly TimeSpan Backoff = TimeSpan.FromSeconds(5);

    private readonly Cluster _cluster;
    private readonly Channel<StoredObject> _pending = Channel.CreateUnbounded<StoredObject>(
        new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public PodRunner(Cluster cluster)
    {
        _cluster = cluster;
        _running = Task.Run(RunAsync);
    }

    public Task ReactAsync(WatchRecord record)
    {
        if (record is { Deleted: false, Previous: null, Object.Table: "/pods" } && IsScheduled(record.Object))
            _pending.Writer.TryWrite(record.Object);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    /// <summary>There is one scheduler: who names another waits for ever.</summary>
    private static bool IsScheduled(StoredObject pod) => pod.ToJson().At("spec", "schedulerName").Text() is "" or "default-scheduler";

    private async Task RunAsync()
    {
        try
        {
            await foreach (var pod in _pending.Reader.ReadAllAsync(_stopping.Token))
            {
                if (!await StartAsync(pod)) _ = RetryAsync(pod);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The server is stopping.
        }
    }

    private async Task RetryAsync(StoredObject pod)
    {
        try
        {
            await Task.Delay(Backoff, _cluster.Clock, _stopping.Token);
            _pending.Writer.TryWrite(pod);
        }
        catch (OperationCanceledException)
        {
            // The server is stopping.
        }
    }

    // True when nothing is left to try.
    private async Task<bool> StartAsync(StoredObject seen)
    {
        if (_cluster.Store.FindByUid(seen.Uid) is not { IsTerminating: false } pod) return true;
        var pullable = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var image in pod.ToJson()
            .Objects("spec", "containers")
            .Select(container => container.Text("image"))
            .Distinct(StringComparer.Ordinal))
        {
            pullable[image] = _cluster.Options.CanPull is not { } canPull || await canPull(image, _stopping.Token);
        }

        _cluster.Store.Edit(pod.Table, pod.Namespace, pod.Name, next => Show(next, pullable));
        return pullable.Values.All(can => can);
    }

    private void Show(JsonObject pod, Dictionary<string, bool> pullable)
    {
        var status = pod.Child("status");
        var runs = pullable.Values.All(can => can);
        status["phase"] = runs ? "Running" : "Pending";
        status["startTime"] ??= _cluster.Now;
        status["containerStatuses"] = new JsonArray(
            [.. pod.Objects("spec", "containers").Select(container => Container(container, pullable[container.Text("image")]))]);
        WorkloadStatus.Condition(status, "Ready", runs, runs ? "" : "ContainersNotReady", _cluster.Now);
    }

    private JsonObject Container(JsonObject container, bool can) => new()
    {
        ["name"] = container.Text("name"),
        ["image"] = container.Text("image"),
        ["imageID"] = "",
        ["ready"] = can,
        ["restartCount"] = 0,
        ["started"] = can,
        ["state"] = can
            ? new JsonObject { ["running"] = new JsonObject { ["startedAt"] = _cluster.Now } }
            : new JsonObject
            {
                ["waiting"] = new JsonObject
                {
                    ["reason"] = "ImagePullBackOff",
                    ["message"] = $"Back-off pulling image \"{container.Text("image")}\"",
                },
            },
    };
}
