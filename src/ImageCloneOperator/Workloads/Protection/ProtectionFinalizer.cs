using System.Text.Json.Nodes;
using ImageCloneOperator.Api;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Workloads.Caching;

namespace ImageCloneOperator.Workloads.Protection;

/// <summary>
/// Puts the finalizer on a workload and takes it off. Each write names the object's uid, so that it never touches another of the same name, and
/// only the one entry of the list, so that nobody else's is lost. All return false where the object has changed meanwhile: look again.
/// </summary>
internal sealed class ProtectionFinalizer(IKubernetesClient client)
{
    private const string Finalizers = "/metadata/finalizers";

    public Task<bool> HoldAsync<T>(T workload, CancellationToken cancellationToken)
        where T : class, IWorkload
    {
        if (WorkloadReader.IsHeld(workload.Metadata) || workload.Metadata.DeletionTimestamp is not null) return Task.FromResult(true);
        JsonPatchOperation[] add = workload.Metadata.Finalizers is { Count: > 0 }
            ? [JsonPatchOperation.Add($"{Finalizers}/-", WellKnown.BackupProtectionFinalizer)]
            : [JsonPatchOperation.Add(Finalizers, new JsonArray(WellKnown.BackupProtectionFinalizer))];
        // The list may have grown or gone since it was read, and an object that is being deleted takes no new finalizer.
        return PatchAsync(workload, [JsonPatchOperation.Test("/metadata/resourceVersion", workload.Metadata.ResourceVersion), .. add], cancellationToken);
    }

    public Task<bool> ReleaseAsync<T>(T workload, CancellationToken cancellationToken)
        where T : class, IWorkload
    {
        if (workload.Metadata.Finalizers?.IndexOf(WellKnown.BackupProtectionFinalizer) is not (>= 0 and var index)) return Task.FromResult(true);
        var path = $"{Finalizers}/{index}";
        return PatchAsync(workload, [JsonPatchOperation.Test(path, WellKnown.BackupProtectionFinalizer), JsonPatchOperation.Remove(path)], cancellationToken);
    }

    private async Task<bool> PatchAsync<T>(T workload, IEnumerable<JsonPatchOperation> change, CancellationToken cancellationToken)
        where T : class, IWorkload
    {
        var patch = Patch.Json([JsonPatchOperation.Test("/metadata/uid", workload.Metadata.Uid), .. change]);
        try
        {
            await client.PatchAsync<T>(workload.Metadata.Name!, workload.Metadata.Namespace, patch, subresource: null, cancellationToken);
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
