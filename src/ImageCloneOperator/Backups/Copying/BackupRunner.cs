using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Secrets;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>
/// What is done for a backup when its time has come. Only a copy takes one of the few slots, and only once both registries answer: what waits for
/// a dead registry keeps nothing else waiting.
/// </summary>
internal sealed class BackupRunner(
    CopyVerifier check, RegistryEndpointResolver access, RegistryPreflight registries, StatusPatcher writer, CopyAttempt job, CopyTasks pool, TimeProvider time)
{
    public async Task RunAsync(BackupInput context, CancellationToken cancellationToken)
    {
        if (!context.IsCopyDue && !await check.RunAsync(context, cancellationToken)) return;
        context = context with { Backup = await PendAsync(context, cancellationToken) };
        if (await ObstacleAsync(context, cancellationToken) is { } obstacle)
        {
            await job.RefuseAsync(context, obstacle, cancellationToken);
            return;
        }

        using var slot = await pool.TakeSlotAsync(cancellationToken);
        await job.RunAsync(context, cancellationToken);
    }

    private async Task<Api.Backups.ImageBackup> PendAsync(BackupInput context, CancellationToken cancellationToken) => context.Backup.Status.Attempts > 0
        ? context.Backup
        : await writer.WriteAsync(context.Backup, context.Backup.AsPending(time.GetUtcNow()), cancellationToken);

    private async Task<Exception?> ObstacleAsync(BackupInput context, CancellationToken cancellationToken)
    {
        try
        {
            var ends = await context.EndpointsAsync(access, cancellationToken);
            var policy = context.Policy.Metadata.Name!;
            await Task.WhenAll(registries.EnsureAsync(policy, ends.Source, cancellationToken), registries.EnsureAsync(policy, ends.Target, cancellationToken));
            return null;
        }
        catch (Exception error) when (error is RegistryException or RegistryConfigurationException)
        {
            return error;
        }
    }
}
