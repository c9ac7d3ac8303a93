using System.Text;
using System.Text.Json.Nodes;
using ImageCloneOperator.Api;
using ImageCloneOperator.Api.Policies;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using k8s.Models;

namespace ImageCloneOperator.Policies.PullSecrets;

/// <summary>
/// Writes and deletes the pull secrets of policies, without reading any other: each write tests that the secret carries our label, so that
/// the rights to create, patch and delete are enough.
/// </summary>
internal sealed class PullSecretStore(IKubernetesClient client)
{
    private const string Type = "kubernetes.io/dockerconfigjson";
    private const string Key = ".dockerconfigjson";

    private static readonly string LabelPath = JsonPatchOperation.Pointer("metadata", "labels", WellKnown.PullSecretLabel);

    /// <exception cref="ClusterException">The API server does not answer.</exception>
    public async Task<PullSecretOutcome> WriteAsync(BackupPolicy policy, string ns, string content, CancellationToken cancellationToken)
    {
        try
        {
            return await PatchAsync(policy, ns, content, cancellationToken) ?? await CreateAsync(policy, ns, content, cancellationToken);
        }
        catch (KubernetesApiException refused) when (refused.IsForbidden || refused.IsInvalid || refused.IsBadRequest)
        {
            return IsGoing(refused) ? PullSecretOutcome.Gone : PullSecretOutcome.Refused(refused.Message);
        }
    }

    /// <exception cref="ClusterException">The API server does not answer, or somebody else has just written the secret.</exception>
    public async Task<PullSecretOutcome> DeleteAsync(string policy, string ns, CancellationToken cancellationToken)
    {
        var name = ManagedPullSecret.NameOf(policy);
        try
        {
            // A test alone changes nothing, and answers which object it was.
            var ours = await client.PatchAsync<V1Secret>(name, ns, Patch.Json(Ours(policy)), subresource: null, cancellationToken);
            var same = new V1DeleteOptions
            {
                Preconditions = new() { Uid = ours.Metadata.Uid, ResourceVersion = ours.Metadata.ResourceVersion },
            };
            await client.DeleteAsync<V1Secret>(name, ns, same, cancellationToken);
            return PullSecretOutcome.Gone;
        }
        catch (KubernetesApiException absent) when (absent.IsNotFound || absent.IsInvalid)
        {
            // What does not carry our label is left alone.
            return PullSecretOutcome.Gone;
        }
        catch (KubernetesApiException refused) when (refused.IsForbidden)
        {
            return PullSecretOutcome.Refused(refused.Message);
        }
    }

    /// <returns>Null where there is no secret of that name.</returns>
    private async Task<PullSecretOutcome?> PatchAsync(BackupPolicy policy, string ns, string content, CancellationToken cancellationToken)
    {
        var patch = Patch.Json(
        [
            Ours(policy.Metadata.Name!),
            JsonPatchOperation.Test("/type", Type),
            // A policy that was made anew is another owner.
            JsonPatchOperation.Add("/metadata/ownerReferences", new JsonArray(Owner(policy))),
            JsonPatchOperation.Add(
                "/data", new JsonObject { [Key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(content)) }),
        ]);
        try
        {
            await client.PatchAsync<V1Secret>(
                ManagedPullSecret.NameOf(policy.Metadata.Name!), ns, patch, subresource: null, cancellationToken);
            return PullSecretOutcome.Written;
        }
        catch (KubernetesApiException absent) when (absent.IsNotFound)
        {
            return null;
        }
        catch (KubernetesApiException otherwise) when (otherwise.IsInvalid)
        {
            return PullSecretOutcome.NotOurs;
        }
    }

    private async Task<PullSecretOutcome> CreateAsync(BackupPolicy policy, string ns, string content, CancellationToken cancellationToken)
    {
        var secret = new V1Secret
        {
            ApiVersion = V1Secret.KubeApiVersion,
            Kind = V1Secret.KubeKind,
            Metadata = new()
            {
                Name = ManagedPullSecret.NameOf(policy.Metadata.Name!),
                NamespaceProperty = ns,
                Labels = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["app.kubernetes.io/managed-by"] = WellKnown.FieldManager,
                    [WellKnown.PullSecretLabel] = policy.Metadata.Name!,
                },
                OwnerReferences =
                [
                    new() { ApiVersion = policy.ApiVersion, Kind = policy.Kind, Name = policy.Metadata.Name!, Uid = policy.Metadata.Uid! },
                ],
            },
            Type = Type,
            Data = new Dictionary<string, byte[]>(StringComparer.Ordinal) { [Key] = Encoding.UTF8.GetBytes(content) },
        };
        try
        {
            await client.CreateAsync(secret, cancellationToken);
            return PullSecretOutcome.Written;
        }
        catch (KubernetesApiException gone) when (gone.IsNotFound)
        {
            return PullSecretOutcome.Gone;
        }
        catch (KubernetesApiException faster) when (faster.IsAlreadyExists)
        {
            return PullSecretOutcome.NotOurs;
        }
    }

    private static JsonPatchOperation Ours(string policy) => JsonPatchOperation.Test(LabelPath, policy);

    private static JsonObject Owner(BackupPolicy policy) => new()
    {
        ["apiVersion"] = policy.ApiVersion,
        ["kind"] = policy.Kind,
        ["name"] = policy.Metadata.Name,
        ["uid"] = policy.Metadata.Uid,
    };

    /// <summary>A namespace that is being deleted takes nothing new, and answers as if that were forbidden.</summary>
    private static bool IsGoing(KubernetesApiException refused) =>
        refused.Message.Contains("being terminated", StringComparison.Ordinal);
}
