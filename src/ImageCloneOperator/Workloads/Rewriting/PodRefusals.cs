using System.Threading.Channels;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Kubernetes.Sources;
using ImageCloneOperator.Policies.Compilation;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Workloads.Rewriting;

/// <summary>
/// Counts how often admission refuses the pods of a workload. The webhook that rewrites a pod never hears of that; the Events FailedCreate
/// of the pod's controller say it. They are watched while a policy has rewrite.mode: Pod.
/// </summary>
internal sealed class PodRefusals : ICacheRunner
{
    private const int Patience = 3;
    private const string ByWorkload = "workload";
    private const string ByDenial = "denial";
    private const string Yes = "true";

    /// <summary>A pod is rewritten again this long after the last refusal: what refused it may have been changed.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly ResourceCache<Eventsv1Event> _events;
    private readonly IResourceCache<BackupPolicy> _policies;
    private readonly CompiledPolicies _compiled;
    private readonly TimeProvider _time;

    public PodRefusals(
        IKubernetesClient client,
        IResourceCache<BackupPolicy> policies,
        CompiledPolicies compiled,
        TimeProvider time,
        CacheMetrics metrics,
        ILogger<PodRefusals> logger)
    {
        (_policies, _compiled, _time) = (policies, compiled, time);
        var options = new ResourceCacheOptions<Eventsv1Event>
        {
            FieldSelector = "reason=FailedCreate",
            Transform = Clamp,
            Indexes =
            {
                [ByWorkload] = created => PodDenial.WorkloadOf(created) is { } key ? [Index(key)] : [],
                [ByDenial] = created => PodDenial.WorkloadOf(created) is null ? [] : [Yes],
            },
        };
        _events = new ResourceCache<Eventsv1Event>(client, client.TypeOf<Eventsv1Event>(), options, time, metrics, logger);
        _events.Subscribe(change =>
        {
            if (PodDenial.WorkloadOf(change.Object) is null) return;
            foreach (var policy in policies.List()) Changes.Trigger(EntityKey.Of(policy));
        });
    }

    /// <summary>Wakes the policies: refusals are rare enough that all are asked.</summary>
    public ChannelSource<EntityKey> Changes { get; } = new();

    /// <summary>The workloads whose pods are left alone.</summary>
    public IEnumerable<WorkloadKey> Workloads => _events.ByIndex(ByDenial, Yes)
        .Select(PodDenial.WorkloadOf)
        .OfType<WorkloadKey>()
        .Distinct()
        .Where(key => Of(key) is not null);

    /// <returns>
    /// The newest refusal of its pods, as their controller tells it; null where there is none, or not often or lately enough to leave them
    /// alone.
    /// </returns>
    public string? Of(WorkloadKey workload)
    {
        var recent = _events.ByIndex(ByWorkload, Index(workload))
            .Where(denial => Now - PodDenial.LastTime(denial) < Memory)
            .ToList();
        return recent.Sum(PodDenial.Count) < Patience ? null : recent.MaxBy(PodDenial.LastTime)!.Note;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = _policies.Subscribe(_ => changes.Writer.TryWrite(true));
        while (await NextAsync(changes.Reader, cancellationToken))
        {
            if (!IsWanted) continue;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var watching = _events.RunAsync(stop.Token);
            while (IsWanted && await NextAsync(changes.Reader, cancellationToken))
            {
                // Another policy may still want it.
            }

            await stop.CancelAsync();
            await watching;
        }
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    private bool IsWanted => _compiled.Planner.Policies.Policies.Any(policy => policy.RewriteMode == RewriteMode.Pod);

    private static async Task<bool> NextAsync(ChannelReader<bool> changes, CancellationToken cancellationToken)
    {
        try
        {
            return await changes.ReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>A controller's clock that is ahead must not leave pods alone for longer.</summary>
    private Eventsv1Event Clamp(Eventsv1Event told)
    {
        if (PodDenial.LastTime(told) > Now) told.DeprecatedLastTimestamp = Now;
        return told;
    }

    private static string Index(WorkloadKey key) => $"{key.Type.Resource}/{key.Namespace}/{key.Name}";
}
