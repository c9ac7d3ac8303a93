using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;

namespace ImageCloneOperator.Backups.Status;

/// <summary>Writes what is different in a status, and nothing where nothing is.</summary>
internal sealed class StatusPatcher(IKubernetesClient client, MutationCache latest)
{
    /// <returns>The backup as it is now; the one given when it has gone, or was created anew, meanwhile.</returns>
    public async Task<ImageBackup> WriteAsync(ImageBackup backup, ImageBackupStatus status, CancellationToken cancellationToken)
    {
        if (MergePatch.Difference(Json(backup.Status), Json(status)) is not { } change) return backup;
        var patch = Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["uid"] = backup.Metadata.Uid }, ["status"] = change });
        try
        {
            var written = await client.PatchAsync<ImageBackup>(backup.Metadata.Name!, @namespace: null, patch, "status", cancellationToken);
            latest.Wrote(written);
            return written;
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound || gone.IsConflict)
        {
            return backup;
        }
    }

    private static JsonObject Json(ImageBackupStatus status) => (JsonObject)JsonSerializer.SerializeToNode(status, ApiJsonContext.Default.ImageBackupStatus)!;
}
