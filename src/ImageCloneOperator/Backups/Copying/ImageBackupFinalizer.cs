using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Controllers;
using ImageCloneOperator.Kubernetes.Events;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>
/// Stops the copy of an ImageBackup that is being deleted, and deletes the image from the target where its policy asks for that. It never
/// holds the object for the registry's sake: what cannot be deleted is told in an Event.
/// </summary>
internal sealed class ImageBackupFinalizer(
    CopyTasks pool,
    CompiledPolicies policies,
    IResourceCache<ImageBackup> backups,
    RegistryEndpointResolver access,
    TargetMaintenance maintenance,
    IEventRecorder events) : IEntityFinalizer<ImageBackup>
{
    public async Task<ReconciliationResult<ImageBackup>> FinalizeAsync(ImageBackup entity, CancellationToken cancellationToken)
    {
        await pool.CancelAsync(entity.Metadata.Name!, cancellationToken);
        if (ImageToDelete(entity) is var (policy, image)) await DeleteAsync(entity, policy, image, cancellationToken);
        return ReconciliationResult<ImageBackup>.Success(entity);
    }

    /// <summary>Null where the image stays: by default, when its policy goes too, or while another backup has the same target.</summary>
    private (Policy Policy, ImageReference Image)? ImageToDelete(ImageBackup backup)
    {
        if (policies.Find(backup.Spec.PolicyName) is not { DeleteImages: true } policy) return null;
        if (backups.ByIndex(DigestRetention.ByTarget, backup.Spec.Target).Count > 1) return null;
        return ImageReference.TryParse(backup.Spec.Target, out var image, out _) && policy.Target.Contains(image) ? (policy, image) : null;
    }

    /// <summary>Deleting a digest takes every tag that points to it along.</summary>
    private bool IsShared(ImageBackup backup, ImageReference image) => backups.List().Any(other =>
        other.Metadata.Uid != backup.Metadata.Uid
        && other.Status.Target?.Digest == backup.Status.Target?.Digest
        && ImageReference.TryParse(other.Spec.Target, out var target, out _) && target.Name == image.Name);

    private async Task DeleteAsync(ImageBackup backup, Policy policy, ImageReference image, CancellationToken cancellationToken)
    {
        try
        {
            var target = await access.TargetAsync(policy, image, cancellationToken);
            if (!await maintenance.DeleteAsync(target, byDigest: !IsShared(backup, image), cancellationToken))
            {
                events.Record(
                    backup,
                    EventType.Warning,
                    EventReasons.ImageKept,
                    $"{image} stays at the target: the registry does not delete single tags, and others use its content",
                    "Delete");
            }
        }
        catch (Exception error) when (error is RegistryException or RegistryConfigurationException)
        {
            events.Record(backup, EventType.Warning, EventReasons.ImageKept, $"{image} stays at the target: {error.Message}", "Delete");
        }
    }
}
