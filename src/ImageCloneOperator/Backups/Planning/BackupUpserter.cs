using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Backups;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Backups.Status;
using ImageCloneOperator.Core.Credentials;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Planning;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Caching;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Kubernetes.Resources;
using ImageCloneOperator.Registry.Caching;
using k8s.Models;

namespace ImageCloneOperator.Backups.Planning;

/// <summary>Makes the ImageBackup that a plan wants, in one write, or brings the one that is there up to date.</summary>
internal sealed class BackupUpserter(
    IKubernetesClient client,
    IResourceCache<ImageBackup> backups,
    IResourceCache<BackupPolicy> policies,
    NamespaceQuota quota,
    BackupUsers users,
    CreationFailures failures,
    TimeProvider time) : IDisposable
{
    /// <summary>How long a new backup may take to come into the cache before it is written again.</summary>
    private static readonly TimeSpan CacheLag = TimeSpan.FromSeconds(5);

    private const string NoKind = "the cluster has no ImageBackups any more: kubectl apply -f config/crds, and all are made again";

    private readonly ExpiringCache<string, bool> _created = new(time);

    /// <returns>False when it has just been made for another workload with the same image, and is to be looked at again.</returns>
    /// <exception cref="QuotaException">The user's namespace has as many images as the policy allows.</exception>
    /// <exception cref="BackupRefusedException">It cannot be made, which says nothing about other images.</exception>
    public async Task<bool> EnsureAsync(PlannedBackup planned, Workload user, CancellationToken cancellationToken)
    {
        if (policies.Get(new EntityKey("", planned.Key.Policy)) is not { } policy) return true;
        var existing = planned.Key.FindIn(backups);
        var spec = Spec(planned, user, existing?.Spec.PullSecrets ?? []);

        if (existing is null && users.PolicyOf(planned.Key.Policy) is { } limited) Limit(planned.Key, limited, user);
        if (existing is null) return await CreateOnceAsync(planned.Key, policy, spec, cancellationToken);
        // What is known needs no mark any more. Whoever looked before it was known finds no mark now, and therefore looks again: see below.
        _created.Remove(existing.Metadata.Name!);
        if (existing.Metadata.DeletionTimestamp is null) await UpdateAsync(existing, spec, cancellationToken);
        return true;
    }

    private void Limit(BackupKey key, Policy policy, Workload user)
    {
        if (!quota.Admits(key, policy.Quota, user.Key.Namespace)) throw new QuotaException(policy.Name, key.Source.ToString());
    }

    public void Dispose() => _created.Dispose();

    /// <summary>
    /// Workloads with the same image are often planned at the same time, before the cache knows of the backup that one of them has made.
    /// </summary>
    private async Task<bool> CreateOnceAsync(BackupKey key, BackupPolicy policy, ImageBackupSpec spec, CancellationToken cancellationToken)
    {
        var name = ImageBackupName.For(key.Policy, key.Source.ToString());
        if (!_created.TryAdd(name, true, CacheLag)) return false;
        try
        {
            if (key.FindIn(backups) is null)
            {
                if (backups.Get(new EntityKey("", name)) is { } other) throw Refuse(spec, name, Taken(other));
                return await CreateAsync(name, policy, spec, cancellationToken);
            }

            _created.Remove(name);
            return false;
        }
        catch
        {
            _created.Remove(name);
            throw;
        }
    }

    /// <returns>False when there is one of that name, which the cache does not know yet.</returns>
    private async Task<bool> CreateAsync(string name, BackupPolicy policy, ImageBackupSpec spec, CancellationToken cancellationToken)
    {
        var backup = new ImageBackup
        {
            Metadata = new V1ObjectMeta
            {
                Name = name,
                Labels = new Dictionary<string, string>(StringComparer.Ordinal) { [WellKnown.PolicyLabel] = policy.Metadata.Name! },
                OwnerReferences = [Owner(policy)],
            },
            Spec = spec,
        };
        try
        {
            await client.CreateAsync(backup, cancellationToken);
        }
        catch (KubernetesApiException there) when (there.IsAlreadyExists)
        {
            return false;
        }
        catch (KubernetesApiException refused) when (refused.IsInvalid || refused.IsForbidden || refused.IsBadRequest)
        {
            throw Refuse(spec, name, refused.Message);
        }
        catch (ClusterException failed)
        {
            failures.Add(policy.Metadata.Name!, name, failed is KubernetesApiException { IsNotFound: true } ? NoKind : failed.Message);
            throw;
        }

        failures.Remove(policy.Metadata.Name!, name);
        return true;
    }

    private BackupRefusedException Refuse(ImageBackupSpec spec, string name, string reason)
    {
        var message = $"{ShortText.Of(spec.Source)}: {reason}";
        failures.Add(spec.PolicyName, name, message);
        return new BackupRefusedException(message);
    }

    private static string Taken(ImageBackup other) =>
        $"ImageBackup {other.Metadata.Name} is there already and copies {ShortText.Of(other.Spec.Source)} of policy "
        + $"{other.Spec.PolicyName}: delete it";

    private async Task UpdateAsync(ImageBackup existing, ImageBackupSpec wanted, CancellationToken cancellationToken)
    {
        if (MergePatch.Difference(Json(existing.Spec), Json(wanted)) is not { } change) return;
        var patch = Patch.Merge(new JsonObject
        {
            ["metadata"] = new JsonObject { ["uid"] = existing.Metadata.Uid, ["resourceVersion"] = existing.Metadata.ResourceVersion },
            ["spec"] = change,
        });
        await client.PatchAsync<ImageBackup>(existing.Metadata.Name!, @namespace: null, patch, subresource: null, cancellationToken);
    }

    private ImageBackupSpec Spec(PlannedBackup planned, Workload user, List<PullSecretReference> known) => new()
    {
        PolicyName = planned.Key.Policy,
        Source = planned.Key.Source.ToString(),
        Target = planned.Target.ToString(),
        Recopy = planned.Copy.Recopy,
        Interval = new Duration(planned.Copy.Interval),
        PullSecrets = HasAll(planned.Key.Policy, user, known) ? known : PullSecrets(planned.Key),
    };

    /// <summary>To look at all users of an image costs, and most often the one at hand has nothing to add.</summary>
    private bool HasAll(string policy, Workload user, List<PullSecretReference> known) =>
        users.PolicyOf(policy) is not { UseImagePullSecrets: true } || !Secrets(user).Select(Reference).Except(known).Any();

    /// <summary>
    /// Those of the workloads that use the image now: where there are more than the spec has room for, some of each namespace.
    /// </summary>
    private List<PullSecretReference> PullSecrets(BackupKey key) =>
    [
        .. FairOrder.Of(users.Of(key.Policy, key.Source.ToString())
                .GroupBy(user => user.Key.Namespace, Secrets, StringComparer.Ordinal)
                .Select(tenant => tenant.SelectMany(secrets => secrets).Distinct()))
            .Take(ImageBackupSpec.MaxPullSecrets)
            .Select(Reference),
    ];

    /// <summary>What we put there reads copies, and no sources.</summary>
    private static IEnumerable<SecretName> Secrets(Workload user) =>
        user.PullSecrets.Where(secret => !ManagedPullSecret.IsName(secret.Name));

    private static PullSecretReference Reference(SecretName secret) => new() { Namespace = secret.Namespace, Name = secret.Name };

    private static V1OwnerReference Owner(BackupPolicy policy) => new()
    {
        ApiVersion = ApiGroup.ApiVersion,
        Kind = BackupPolicy.KindName,
        Name = policy.Metadata.Name!,
        Uid = policy.Metadata.Uid!,
        Controller = true,
    };

    private static JsonObject Json(ImageBackupSpec spec) =>
        (JsonObject)JsonSerializer.SerializeToNode(spec, ApiJsonContext.Default.ImageBackupSpec)!;
}
