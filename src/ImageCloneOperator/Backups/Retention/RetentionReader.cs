using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Backups.Planning;
using ImageCloneOperator.Catalogs.Storage;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Credentials.Secrets;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Policies.Compilation;
using ImageCloneOperator.Registry;
using ImageCloneOperator.Workloads.Caching;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Backups.Retention;

/// <summary>Gathers from the API server, not from caches alone, what <see cref="RetentionDecision"/> asks for.</summary>
internal sealed class RetentionReader(
    IKubernetesClient client,
    ClusterImages images,
    OtherClusters clusters,
    WorkloadCaches workloads,
    IResourceCache<ImageBackup> backups,
    TimeProvider time)
{
    /// <summary>What is read once for many deletions.</summary>
    /// <param name="withImages">False where nothing is to be deleted at a target.</param>
    public async Task<RetentionRound> BeginAsync(bool withImages, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var claims = await client.ListAllAsync<ImageBackup>(cancellationToken).Select(Claim).ToListAsync(cancellationToken);
        var uses = withImages ? await images.ReadAsync(cancellationToken) : null;
        return new RetentionRound(uses, [.. claims.OfType<BackupClaim>()], begun);
    }

    /// <summary>Reads the backup and its policy again: right before something of it is deleted.</summary>
    /// <returns>Null where the backup, or its policy, has gone or is not the one that it was.</returns>
    /// <exception cref="RegistryException">What other clusters have at the target cannot be read.</exception>
    /// <exception cref="RegistryConfigurationException">A secret that the policy names is missing or malformed.</exception>
    public async Task<RetentionCase?> ReadAsync(RetentionRound round, ImageBackup known, CancellationToken cancellationToken)
    {
        if (await client.GetAsync<ImageBackup>(known.Metadata.Name!, null, cancellationToken) is not { } backup) return null;
        if (await client.GetAsync<BackupPolicy>(backup.Spec.PolicyName, null, cancellationToken) is not { } policy) return null;
        if (!RetentionCase.IsOwned(backup, policy) || Claim(backup) is not { } claim) return null;
        PolicyCompiler.TryCompile(policy, out var compiled, out _);
        return new RetentionCase(backup, policy, new RetentionInput
        {
            Backup = claim,
            Unused = backup.Unused(),
            Workload = UserOf(backup),
            BeingDeleted = IsGoing(backup) || IsGoing(policy)
                || await client.IsKindGoingAsync<ImageBackup>(cancellationToken)
                || await client.IsKindGoingAsync<BackupPolicy>(cancellationToken),
            Policy = compiled,
            Uses = round.Uses,
            OtherClusters = await OtherClustersAsync(round, compiled, cancellationToken),
            Backups =
            [
                .. round.Backups,
                .. backups.ByIndex(TargetClaims.ByTarget, TargetClaims.Place(backup)).Select(Claim).OfType<BackupClaim>(),
            ],
            Now = time.GetUtcNow(),
        });
    }

    private async Task<IReadOnlyCollection<BackupClaim>?> OtherClustersAsync(
        RetentionRound round, Policy? policy, CancellationToken cancellationToken)
    {
        if (round.Uses is null || policy is null) return null;
        if (round.OtherClusters.TryGetValue(policy.Name, out var known)) return known;
        return round.OtherClusters[policy.Name] = await clusters.ReadAsync(policy, cancellationToken);
    }

    /// <summary>The caches know a workload, selected or not, that has come since the round began.</summary>
    private ImageUser? UserOf(ImageBackup backup) =>
        workloads.Using(backup.Spec.Source).Concat(workloads.Using(backup.Spec.Target)).Select(workload => workload.Key)
            .Select(key => new ImageUser(key.Kind, key.Namespace, key.Name)).FirstOrDefault();

    private static bool IsGoing(IKubernetesObject<V1ObjectMeta> entity) => entity.Metadata.DeletionTimestamp is not null;

    private static BackupClaim? Claim(ImageBackup backup)
    {
        if (!ImageReference.TryParse(backup.Spec.Source, out var source, out _)
            || !ImageReference.TryParse(backup.Spec.Target, out var target, out _)) return null;
        var copy = backup.Status.Target;
        return new BackupClaim(backup.Metadata.Name!, source, target)
        {
            Copy = ImageReference.TryParse(copy?.Image, out var image, out _) ? image : null,
            Digest = Digest.TryParse(copy?.Digest, out var digest) ? digest : null,
            IsFound = copy?.Found is true,
            HasOnlyFailed = backup.HasOnlyFailed(),
            Previous = [.. (backup.Status.PreviousDigests ?? []).Where(text => Digest.TryParse(text, out _)).Select(Digest.Parse)],
        };
    }
}
