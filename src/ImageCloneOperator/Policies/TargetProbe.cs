using System.Collections.Concurrent;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Backups;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Credentials;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Registry;

namespace ImageCloneOperator.Policies;

/// <summary>
/// Finds out whether the secrets that a policy names are there, and its target answers and lets us push; the answer serves for a while.
/// </summary>
internal sealed class TargetProbe(TargetMaintenance maintenance, RegistryEndpointResolver access, SecretCache secrets, TimeProvider time)
{
    private static readonly TimeSpan KeepGood = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeepBad = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Answer> _answers = new(StringComparer.Ordinal);

    /// <returns>Why the target cannot be used, or null; and when to ask again.</returns>
    public async Task<(BackupFailure? Failure, TimeSpan AskAgain)> CheckAsync(
        BackupPolicy policy, Policy compiled, CancellationToken cancellationToken)
    {
        var (uid, generation) = (policy.Metadata.Uid!, policy.Metadata.Generation);
        var now = time.GetUtcNow();
        if (!_answers.TryGetValue(uid, out var answer) || answer.Generation != generation || answer.Until <= now)
        {
            var failure = await AskAsync(compiled, cancellationToken);
            now = time.GetUtcNow();
            var attempts = failure is null ? 0 : (answer?.Attempts ?? 0) + 1;
            _answers[uid] = answer = new Answer(generation, failure, Until(failure, attempts, now), attempts);
        }

        return (answer.Failure, answer.Until - now);
    }

    public void Forget(BackupPolicy policy) => _answers.TryRemove(policy.Metadata.Uid!, out _);

    private async Task<BackupFailure?> AskAsync(Policy policy, CancellationToken cancellationToken)
    {
        var probe = Probe(policy);
        try
        {
            await access.CheckSourcesAsync(policy, cancellationToken);
            await maintenance.CheckPushAsync(
                await access.TargetAsync(policy, probe, cancellationToken) with { MakeRepository = null }, cancellationToken);
            return null;
        }
        catch (RegistryException missing) when (missing.SaysRepositoryIsMissing && policy.TargetNeedsRepositories)
        {
            // It let us in, and nobody has made a repository of this name.
            return null;
        }
        catch (Exception error) when (BackupFailure.IsTold(error, cancellationToken))
        {
            secrets.Forget();
            var failure = BackupFailure.Of(error, probe);
            return failure.Reason == ConditionReasons.TargetDenied
                ? failure with { Reason = ConditionReasons.InvalidCredentials }
                : failure;
        }
    }

    /// <summary>What a person may have corrected is asked for again soon; what nobody expected, ever more seldom.</summary>
    private static DateTimeOffset Until(BackupFailure? failure, int attempts, DateTimeOffset now) => failure switch
    {
        null => now + KeepGood,
        { IsUnexpected: true } => RetryBackoff.NextTry(attempts, now, Random.Shared.NextDouble()),
        _ => now + KeepBad,
    };

    /// <summary>A name below the target that no image has: the upload to it is cancelled before anything is in it.</summary>
    private static ImageReference Probe(Policy policy) => policy.Target.Locate(ImageReference.Parse("imageclone.dev/access-check:probe"));

    private sealed record Answer(long? Generation, BackupFailure? Failure, DateTimeOffset Until, int Attempts);
}
