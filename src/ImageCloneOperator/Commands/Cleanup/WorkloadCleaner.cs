using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Workloads.Caching;
using ImageCloneOperator.Workloads.Rewriting;

namespace ImageCloneOperator.Commands.Cleanup;

/// <summary>Takes everything of ours off a workload, and leaves everything else as it is.</summary>
internal sealed class WorkloadCleaner<T>(IKubernetesClient client, FinalizerPatcher finalizers, CleanupReport report)
    where T : class, IWorkload
{
    /// <summary>Two or three writes do it; each more means that somebody else has just written to the object.</summary>
    private const int MaxTries = 10;

    public static bool IsMarked(ObjectMeta metadata) => WorkloadReader.IsHeld(metadata) || WorkloadUndo.Annotations(metadata).Any();

    public async Task CleanAsync(WorkloadId id, CancellationToken cancellationToken)
    {
        await ReleaseAsync(id, cancellationToken);
        for (var tries = 1; tries <= MaxTries; tries++)
        {
            if (await UnstructuredWorkload.ReadAsync<T>(client, id.Name, id.Namespace, cancellationToken) is not { } workload || WorkloadUndo.Of(workload) is not { } undo) return;
            await ApplyAsync(id, undo, isLast: tries == MaxTries, cancellationToken);
        }
    }

    /// <summary>The finalizer first: whatever becomes of the rest, nobody's object stays trapped.</summary>
    private async Task ReleaseAsync(WorkloadId id, CancellationToken cancellationToken)
    {
        var workload = await client.GetAsync<T>(id.Name, id.Namespace, cancellationToken);
        if (workload is null || !WorkloadReader.IsHeld(workload.Metadata)) return;
        await finalizers.RemoveAsync(workload, WellKnown.BackupProtectionFinalizer);
        report.Done($"{id}", $"finalizer {WellKnown.BackupProtectionFinalizer} removed");
    }

    private async Task ApplyAsync(WorkloadId id, WorkloadUndo undo, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            await client.PatchAsync<T>(id.Name, id.Namespace, undo.Patch, subresource: null, cancellationToken);
            foreach (var change in undo.Changes) report.Done($"{id}", change);
        }
        catch (KubernetesApiException changed) when (changed.IsNotFound || (!isLast && (changed.IsConflict || (changed.IsInvalid && undo.Patch.Format == PatchFormat.Json))))
        {
            // Gone, or somebody else has just written to it: the next look tells.
        }
    }
}
