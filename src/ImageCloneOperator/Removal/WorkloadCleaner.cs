using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Rewriting;
using k8s.Models;

namespace ImageCloneOperator.Removal;

/// <summary>Takes everything of ours off a workload, and leaves everything else as it is.</summary>
internal sealed class WorkloadCleaner(IKubernetesClient client, FinalizerPatcher finalizers, CleanupReport report, bool dryRun)
{
    /// <summary>Two or three writes do it; each more means that somebody else has just written to the object.</summary>
    private const int MaxTries = 10;

    public static bool IsMarked(V1ObjectMeta metadata) =>
        IsHeld(metadata) || WorkloadUndo.Annotations(metadata.Annotations?.Keys ?? Enumerable.Empty<string>()).Any();

    /// <param name="holdOnly">Images and annotations stay as they are.</param>
    public async Task CleanAsync(WorkloadKey id, bool holdOnly, CancellationToken cancellationToken)
    {
        await ReleaseAsync(id, cancellationToken);
        if (holdOnly) return;
        if (dryRun)
        {
            if (await UnstructuredWorkload.ReadAsync(client, id, cancellationToken) is not { } there) return;
            foreach (var change in WorkloadUndo.Preview(there)) report.Done($"{id}", change);
            return;
        }

        for (var tries = 1; tries <= MaxTries; tries++)
        {
            if (await UnstructuredWorkload.ReadAsync(client, id, cancellationToken) is not { } workload
                || WorkloadUndo.Of(workload) is not { } undo)
            {
                return;
            }

            await ApplyAsync(id, undo, isLast: tries == MaxTries, cancellationToken);
        }
    }

    /// <summary>The finalizer first: whatever becomes of the rest, nobody's object stays trapped.</summary>
    private async Task ReleaseAsync(WorkloadKey id, CancellationToken cancellationToken)
    {
        var type = ResourceType.Metadata(WorkloadResource.Of(id.Type), client.Json);
        var workload = await client.GetAsync(type, id.Name, id.Namespace, cancellationToken);
        if (workload is null || !IsHeld(workload.Metadata)) return;
        if (!dryRun) await finalizers.RemoveAsync(type, workload, WellKnown.BackupProtectionFinalizer);
        report.Done($"{id}", $"finalizer {WellKnown.BackupProtectionFinalizer} removed");
    }

    private async Task ApplyAsync(WorkloadKey id, WorkloadUndo undo, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            await UnstructuredWorkload.PatchAsync(client, id, undo.Patch, cancellationToken);
            foreach (var change in undo.Changes) report.Done($"{id}", change);
        }
        catch (KubernetesApiException changed)
            when (changed.IsNotFound
                || (!isLast && (changed.IsConflict || (changed.IsInvalid && undo.Patch.Type is V1Patch.PatchType.JsonPatch))))
        {
            // Gone, or somebody else has just written to it: the next look tells.
        }
    }

    private static bool IsHeld(V1ObjectMeta metadata) => metadata.Finalizers?.Contains(WellKnown.BackupProtectionFinalizer) is true;
}
