using System.Text.Json.Nodes;
using ImageCloneOperator.Kubernetes.Dynamic;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Patching;
using ImageCloneOperator.Options;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>The Secret with the webhooks' certificates.</summary>
internal sealed class CertificateStore(IKubernetesClient client, RunOptions options)
{
    public const string SecretName = "image-clone-operator-webhook-tls";

    /// <summary>With its namespace.</summary>
    public string Name => $"{options.Namespace}/{SecretName}";

    public Task<V1Secret?> ReadAsync(CancellationToken cancellationToken) =>
        client.CoreV1.ReadNamespacedSecretAsync(SecretName, options.Namespace, cancellationToken: cancellationToken).OrNoneAsync();

    /// <returns>What is there then: another replica may have been faster, and the first one counts. Null if that has gone again.</returns>
    public async Task<V1Secret?> CreateAsync(CertificateSecret content, CancellationToken cancellationToken)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app.kubernetes.io/name"] = "image-clone-operator" };
        var metadata = new V1ObjectMeta { Name = SecretName, NamespaceProperty = options.Namespace, Labels = labels };
        var secret = new V1Secret
        {
            ApiVersion = V1Secret.KubeApiVersion,
            Kind = V1Secret.KubeKind,
            Metadata = metadata,
            Type = CertificateSecret.Type,
            Data = content.ToData(),
        };
        try
        {
            return await client.CoreV1.CreateNamespacedSecretAsync(secret, options.Namespace, cancellationToken: cancellationToken);
        }
        catch (KubernetesApiException faster) when (faster.IsAlreadyExists)
        {
            return await ReadAsync(cancellationToken);
        }
    }

    /// <exception cref="KubernetesApiException">Among others, a conflict: somebody else has written it.</exception>
    public Task<V1Secret> ReplaceAsync(V1Secret seen, CertificateSecret content, CancellationToken cancellationToken)
    {
        var data = new JsonObject(
            content.ToData().Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)Convert.ToBase64String(entry.Value))));
        var change = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = seen.Metadata.ResourceVersion },
            ["data"] = data,
        };
        return client.CoreV1.PatchNamespacedSecretAsync(
            Patch.Merge(change).ToV1Patch(), SecretName, options.Namespace, cancellationToken: cancellationToken);
    }
}
