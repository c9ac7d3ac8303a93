using System.Text.Json.Nodes;
using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Protection;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Workloads.Protection;

/// <summary>
/// Puts the finalizer on a workload and takes it off. Each write names the object's uid, so that it never touches another of the same name,
/// and only the one entry of the list, so that nobody else's is lost. All return false where the object has changed meanwhile: look again.
/// </summary>
internal sealed class ProtectionFinalizer(IKubernetesClient client, TimeProvider time)
{
    private const string Finalizers = "/metadata/finalizers";

    public Task<bool> HoldAsync(Workload workload, CancellationToken cancellationToken)
    {
        if (workload.Held || workload.DeletionTimestamp is not null) return Task.FromResult(true);
        JsonPatchOperation[] add = workload.Finalizers.Count > 0
            ? [JsonPatchOperation.Add($"{Finalizers}/-", WellKnown.BackupProtectionFinalizer)]
            : [JsonPatchOperation.Add(Finalizers, new JsonArray(WellKnown.BackupProtectionFinalizer))];
        // The list may have grown or gone since it was read, and an object that is being deleted takes no new finalizer.
        return PatchAsync(
            workload, [JsonPatchOperation.Test("/metadata/resourceVersion", workload.ResourceVersion), .. add], cancellationToken);
    }

    public Task<bool> ReleaseAsync(Workload workload, CancellationToken cancellationToken)
    {
        if (!workload.Held) return Task.FromResult(true);
        var index = workload.Finalizers.Index().First(finalizer => finalizer.Item == WellKnown.BackupProtectionFinalizer).Index;
        var path = $"{Finalizers}/{index}";
        return PatchAsync(
            workload,
            [JsonPatchOperation.Test(path, WellKnown.BackupProtectionFinalizer), JsonPatchOperation.Remove(path)],
            cancellationToken);
    }

    /// <summary>How long a deleted workload may still be held; null where it is not being deleted.</summary>
    public TimeSpan? TimeLeft(DeletionProtectionDecision hold) =>
        hold is { Hold: true, Until: { } until } ? TimeSpan.FromTicks(Math.Max(0, (until - time.GetUtcNow()).Ticks)) : null;

    private async Task<bool> PatchAsync(Workload workload, IEnumerable<JsonPatchOperation> change, CancellationToken cancellationToken)
    {
        var patch = Patch.Json([JsonPatchOperation.Test("/metadata/uid", workload.Uid), .. change]);
        try
        {
            await client.PatchAsync(
                ResourceType.Metadata(WorkloadResource.Of(workload.Key.Type), client.Json),
                workload.Key.Name,
                workload.Key.Namespace,
                patch,
                subresource: null,
                cancellationToken);
            return true;
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound)
        {
            return true;
        }
        catch (KubernetesApiException changed) when (changed.IsInvalid || changed.IsConflict)
        {
            return false;
        }
    }
}
