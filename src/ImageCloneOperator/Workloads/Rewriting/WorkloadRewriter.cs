using System.Collections.Concurrent;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Rewriting;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Planning;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace ImageCloneOperator.Workloads.Rewriting;

/// <summary>
/// Points a workload's images at their copies, and back, one write at a time; each brings the event that asks for the next.
/// </summary>
internal sealed partial class WorkloadRewriter(
    IKubernetesClient client,
    WorkloadPlanner judge,
    RewriteConflictTracker tug,
    WorkloadEvents events,
    PodRewriteEvents pods,
    TimeProvider time,
    ILogger<WorkloadRewriter> logger)
{
    private readonly ConcurrentDictionary<string, long?> _generations = new(StringComparer.Ordinal);

    /// <returns>False when the workload has changed meanwhile, and is to be looked at again.</returns>
    public async Task<bool> RewriteAsync(Workload workload, WorkloadPlan plan, CancellationToken cancellationToken)
    {
        var ofPods = pods.Report(workload, plan);
        var wanted = judge.Rewrite(plan);
        events.ReportSkipped(workload, wanted);
        events.ReportWithheld(workload, [.. ofPods?.Containers ?? [], .. wanted?.Containers ?? []]);
        if (wanted is null || !(RewritePatch.IsNeeded(workload, wanted) || HasChanged(workload))) return true;

        // The cache may be behind what was written a moment ago, or somebody else's change: only a fresh look tells what is to be written.
        var live = await UnstructuredWorkload.ReadAsync(client, workload.Key, cancellationToken);
        if (live is null || live.Workload.Uid != workload.Uid) return true;
        if (judge.Rewrite(live.Workload) is not { } rewrite) return true;
        if (rewrite.Originals.Count == 0 && !rewrite.Changes.Any()) tug.Forget(live.Workload.Uid);
        if (tug.Lost(live.Workload.Uid, rewrite) is { Count: > 0 } lost) return await GiveWayAsync(workload, live, lost, cancellationToken);
        if (RewritePatch.Next(live, rewrite) is { } step) return await WriteAsync(workload, live, step, rewrite, cancellationToken);
        Saw(live.Workload);
        return true;
    }

    public void Forget(string uid)
    {
        tug.Forget(uid);
        _generations.TryRemove(uid, out _);
    }

    /// <summary>
    /// A container that its owner has taken away shows only in managedFields, which no cache has: a fresh look at each new spec tells.
    /// </summary>
    private bool HasChanged(Workload workload) =>
        workload.IsRewritten() && _generations.GetOrAdd(workload.Uid, workload.Generation) != workload.Generation;

    private void Saw(Workload workload)
    {
        if (workload.IsRewritten()) _generations[workload.Uid] = workload.Generation;
        else _generations.TryRemove(workload.Uid, out _);
    }

    private async Task<bool> WriteAsync(
        Workload workload, UnstructuredWorkload live, RewritePatch step, RewritePlan plan, CancellationToken cancellationToken)
    {
        if (!await PatchAsync(workload, step.Patch, cancellationToken)) return false;
        if (!step.WritesImages) return true;
        tug.Wrote(live.Workload.Uid, plan);
        events.Rewritten(workload, plan, step.Orphans);
        foreach (var change in plan.Changes)
            Log.Wrote(logger, live.Workload.Key, change.Container, change.Current, change.Desired, change.Message);
        return true;
    }

    private async Task<bool> GiveWayAsync(
        Workload workload, UnstructuredWorkload live, IReadOnlyList<ContainerRewrite> lost, CancellationToken cancellationToken)
    {
        var by = ManagedFields.OwnerOf(live, lost[0].Container) ?? "";
        var images = lost.ToDictionary(image => image.Container, image => image.Original, StringComparer.Ordinal);
        var step = RewritePatch.GiveWay(live, new RewriteConflict(time.GetUtcNow(), by, images));
        if (!await PatchAsync(workload, step.Patch, cancellationToken)) return false;
        tug.Forget(live.Workload.Uid);
        events.GaveWay(workload, by, lost);
        Log.GaveWay(logger, live.Workload.Key, by);
        return true;
    }

    /// <returns>False when the workload has changed since it was read.</returns>
    private async Task<bool> PatchAsync(Workload workload, Patch patch, CancellationToken cancellationToken)
    {
        try
        {
            Saw((await UnstructuredWorkload.PatchAsync(client, workload.Key, patch, cancellationToken)).Workload);
            events.ReportRefused(workload, "");
            return true;
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound)
        {
            return true;
        }
        catch (KubernetesApiException changed) when (changed.IsConflict || (changed.IsInvalid && patch.Type is V1Patch.PatchType.JsonPatch))
        {
            return false;
        }
        catch (KubernetesApiException refused) when (!refused.IsTooManyRequests)
        {
            events.ReportRefused(workload, refused.Message);
            throw;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Workload}: {Container}: image {Before} becomes {After}: {Explanation}")]
        public static partial void Wrote(
            ILogger logger, WorkloadKey workload, string container, string before, string after, string explanation);

        [LoggerMessage(
            Level = LogLevel.Warning, Message = "{Workload}: gave way to {Manager}, which keeps putting the original images back")]
        public static partial void GaveWay(ILogger logger, WorkloadKey workload, string manager);
    }
}
