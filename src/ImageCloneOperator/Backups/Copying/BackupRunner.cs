using ImageCloneOperator.Backups.Inputs;
using ImageCloneOperator.Backups.Ownership;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Backups.Tasks;
using ImageCloneOperator.Core.Backups;

namespace ImageCloneOperator.Backups.Copying;

/// <summary>
/// Carries out a <see cref="NextAction"/>. Only a copy takes one of the few slots, and only once both registries answer: an image that
/// waits for a dead registry holds up no other.
/// </summary>
internal sealed class BackupRunner(
    CopyVerifier verifier,
    GuardedEndpoints endpoints,
    RegistryPreflight preflight,
    StatusPatcher patcher,
    CopyAttempt attempt,
    BackgroundTasks tasks,
    TimeProvider time)
{
    public async Task RunAsync(BackupInput input, NextAction next, CancellationToken cancellationToken)
    {
        BackupEndpoints ends;
        try
        {
            ends = await endpoints.OfAsync(input, cancellationToken);
            if (next.Action == BackupAction.Check && !await verifier.RunAsync(input, ends, next, cancellationToken)) return;
        }
        catch (Exception failure) when (BackupFailure.IsTold(failure, cancellationToken))
        {
            if (next.Action == BackupAction.Check) await verifier.FailAsync(input, failure, cancellationToken);
            else await attempt.RefuseAsync(await PendAsync(input, cancellationToken), failure, cancellationToken);
            return;
        }

        await CopyAsync(await PendAsync(input, cancellationToken), ends, cancellationToken);
    }

    private async Task CopyAsync(BackupInput input, BackupEndpoints ends, CancellationToken cancellationToken)
    {
        try
        {
            var policy = input.Policy.Name;
            await Task.WhenAll(
                preflight.EnsureAsync(policy, ends.Source, cancellationToken),
                preflight.EnsureAsync(policy, ends.Target, cancellationToken));
        }
        catch (Exception failure) when (BackupFailure.IsTold(failure, cancellationToken))
        {
            await attempt.RefuseAsync(input, failure, cancellationToken);
            return;
        }

        using var slot = await tasks.TakeSlotAsync(input.Namespaces, input.Source.Registry, cancellationToken);
        await attempt.RunAsync(input, ends, cancellationToken);
    }

    private async Task<BackupInput> PendAsync(BackupInput input, CancellationToken cancellationToken)
    {
        if (input.Backup.Status.Attempts > 0) return input;
        return input with { Backup = await patcher.WriteAsync(input.Backup, input.Backup.AsPending(time.GetUtcNow()), cancellationToken) };
    }
}
