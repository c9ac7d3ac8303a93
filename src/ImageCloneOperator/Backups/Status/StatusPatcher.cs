using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Backups.Status;

/// <summary>Writes what is different in a status, and nothing where nothing is. No other place writes the status of either kind.</summary>
internal sealed class StatusPatcher(IKubernetesClient client, MutationCache mutations)
{
    /// <returns>The backup as it is now; the one given when it has gone, or was created anew, meanwhile.</returns>
    public async Task<ImageBackup> WriteAsync(ImageBackup backup, ImageBackupStatus status, CancellationToken cancellationToken)
    {
        if (await PatchAsync(backup, Json(backup.Status), Json(status), cancellationToken) is not { } written) return backup;
        mutations.Wrote(written);
        return written;
    }

    /// <summary>Writes only to the backup as it was read: null when anything of it has changed since.</summary>
    public async Task<ImageBackup?> TryWriteAsync(ImageBackup backup, ImageBackupStatus status, CancellationToken cancellationToken)
    {
        if (MergePatch.Difference(Json(backup.Status), Json(status)) is null) return backup;
        var written = await PatchAsync(backup, Json(backup.Status), Json(status), cancellationToken, onlyIfUnchanged: true);
        if (written is not null) mutations.Wrote(written);
        return written;
    }

    /// <returns>Whether anything was written.</returns>
    public async Task<bool> WriteAsync(BackupPolicy policy, BackupPolicyStatus status, CancellationToken cancellationToken) =>
        await PatchAsync(policy, Json(policy.Status), Json(status), cancellationToken) is not null;

    private async Task<T?> PatchAsync<T>(
        T entity, JsonObject before, JsonObject after, CancellationToken cancellationToken, bool onlyIfUnchanged = false)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (MergePatch.Difference(before, after) is not { } change) return null;
        var metadata = new JsonObject { ["uid"] = entity.Metadata.Uid };
        if (onlyIfUnchanged) metadata["resourceVersion"] = entity.Metadata.ResourceVersion;
        var patch = Patch.Merge(new JsonObject { ["metadata"] = metadata, ["status"] = change });
        try
        {
            return await client.PatchAsync<T>(entity.Metadata.Name!, @namespace: null, patch, "status", cancellationToken);
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound || gone.IsConflict)
        {
            // Deleted meanwhile, or made anew under its name; then its own event comes.
            return null;
        }
    }

    private static JsonObject Json(ImageBackupStatus status) =>
        (JsonObject)JsonSerializer.SerializeToNode(status, ApiJsonContext.Default.ImageBackupStatus)!;

    private static JsonObject Json(BackupPolicyStatus status) =>
        (JsonObject)JsonSerializer.SerializeToNode(status, ApiJsonContext.Default.BackupPolicyStatus)!;
}
