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
    /// <summary>Writes while nobody but this replica has written the status since it was read.</summary>
    /// <returns>The backup as it is now; the one given when it has gone, or was created anew, meanwhile.</returns>
    /// <exception cref="KubernetesApiException">Another has written the status: a conflict.</exception>
    public async Task<ImageBackup> WriteAsync(ImageBackup backup, ImageBackupStatus status, CancellationToken cancellationToken)
    {
        var before = Json(backup.Status);
        if (MergePatch.Difference(before, Json(status)) is not { } change) return backup;
        for (var version = mutations.VersionOf(backup); ;)
        {
            try
            {
                var written = await PatchAsync(backup, change, version, cancellationToken);
                mutations.Wrote(written);
                return written;
            }
            catch (KubernetesApiException gone) when (gone.IsNotFound)
            {
                return backup;
            }
            catch (KubernetesApiException changed) when (changed.IsConflict)
            {
                var current = await client.GetAsync<ImageBackup>(backup.Metadata.Name!, @namespace: null, cancellationToken);
                if (current is null || current.Metadata.Uid != backup.Metadata.Uid) return backup;
                // Its spec or metadata may well have changed.
                if (!mutations.IsOurs(current) && !JsonNode.DeepEquals(Json(current.Status), before)) throw;
                version = current.Metadata.ResourceVersion;
            }
        }
    }

    /// <summary>Writes only to the backup as it was read: null when anything of it has changed since.</summary>
    public async Task<ImageBackup?> TryWriteAsync(ImageBackup backup, ImageBackupStatus status, CancellationToken cancellationToken)
    {
        if (MergePatch.Difference(Json(backup.Status), Json(status)) is not { } change) return backup;
        var written = await TryPatchAsync(backup, change, backup.Metadata.ResourceVersion, cancellationToken);
        if (written is not null) mutations.Wrote(written);
        return written;
    }

    /// <returns>Whether anything was written.</returns>
    public async Task<bool> WriteAsync(BackupPolicy policy, BackupPolicyStatus status, CancellationToken cancellationToken) =>
        MergePatch.Difference(Json(policy.Status), Json(status)) is { } change
        && await TryPatchAsync(policy, change, version: null, cancellationToken) is not null;

    private async Task<T?> TryPatchAsync<T>(T entity, JsonObject change, string? version, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            return await PatchAsync(entity, change, version, cancellationToken);
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound || gone.IsConflict)
        {
            // Deleted meanwhile, or made anew under its name; then its own event comes.
            return null;
        }
    }

    private Task<T> PatchAsync<T>(T entity, JsonObject change, string? version, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var metadata = new JsonObject { ["uid"] = entity.Metadata.Uid };
        if (version is not null) metadata["resourceVersion"] = version;
        // A node has one parent, and this may be sent again.
        var patch = Patch.Merge(new JsonObject { ["metadata"] = metadata, ["status"] = change.DeepClone() });
        return client.PatchAsync<T>(entity.Metadata.Name!, @namespace: null, patch, "status", cancellationToken);
    }

    private static JsonObject Json(ImageBackupStatus status) =>
        (JsonObject)JsonSerializer.SerializeToNode(status, ApiJsonContext.Default.ImageBackupStatus)!;

    private static JsonObject Json(BackupPolicyStatus status) =>
        (JsonObject)JsonSerializer.SerializeToNode(status, ApiJsonContext.Default.BackupPolicyStatus)!;
}
