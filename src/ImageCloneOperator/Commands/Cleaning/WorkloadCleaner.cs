using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Kubernetes.Client;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Workloads;

namespace ImageCloneOperator.Commands.Cleaning;

/// <summary>Takes everything of ours off a workload, and leaves everything else as it is.</summary>
internal sealed class WorkloadCleaner<T>(IKubernetesClient client, FinalizerCommits finalizers, CleanupReport report)
    where T : class, IWorkload
{
    /// <summary>Each miss means that somebody else has just written to the object.</summary>
    private const int MaxTries = 10;

    public static bool IsMarked(ObjectMeta metadata) => WorkloadReader.IsHeld(metadata) || WorkloadUndo.Annotations(metadata).Any();

    public async Task CleanAsync(WorkloadId id, CancellationToken cancellationToken)
    {
        var workload = await client.GetAsync<T>(id.Name, id.Namespace, cancellationToken);
        // The finalizer first: whatever becomes of the rest, nobody's object stays trapped.
        if (workload is not null && WorkloadReader.IsHeld(workload.Metadata))
        {
            workload = await finalizers.RemoveAsync(workload, WellKnown.BackupProtectionFinalizer);
            report.Done($"{id}", $"finalizer {WellKnown.BackupProtectionFinalizer} removed");
        }

        for (var tries = 1; workload is not null && WorkloadUndo.Of(workload, id.Kind) is { } undo; tries++)
            workload = await ApplyAsync(id, workload, undo, tries, cancellationToken);
    }

    /// <returns>The workload to look at again; null when it is done.</returns>
    private async Task<T?> ApplyAsync(WorkloadId id, T workload, WorkloadUndo undo, int tries, CancellationToken cancellationToken)
    {
        try
        {
            await client.PatchAsync<T>(id.Name, id.Namespace, Patch.Json(undo.Operations), subresource: null, cancellationToken);
            foreach (var change in undo.Changes) report.Done($"{id}", change);
            return null;
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound)
        {
            return null;
        }
        catch (KubernetesApiException changed) when ((changed.IsInvalid || changed.IsConflict) && tries < MaxTries)
        {
            return await client.GetAsync<T>(id.Name, id.Namespace, cancellationToken);
        }
    }
}
