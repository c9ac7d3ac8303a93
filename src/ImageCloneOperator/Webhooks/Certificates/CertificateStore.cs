using System.Text.Json.Nodes;
using ImageCloneOperator.Hosting;
using ImageCloneOperator.Kubernetes.Client;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Webhooks.Certificates;

/// <summary>The Secret with the webhooks' certificates.</summary>
internal sealed class CertificateStore(IKubernetesClient client, OperatorOptions options)
{
    public const string SecretName = "image-clone-operator-webhook-tls";

    /// <summary>With its namespace.</summary>
    public string Name => $"{options.Namespace}/{SecretName}";

    public Task<Secret?> ReadAsync(CancellationToken cancellationToken) => client.GetAsync<Secret>(SecretName, options.Namespace, cancellationToken);

    /// <exception cref="KubernetesApiException">Among others, AlreadyExists: somebody was faster.</exception>
    public Task<Secret> CreateAsync(CertificateSecret content, CancellationToken cancellationToken) => client.CreateAsync(
        new Secret
        {
            Metadata = new ObjectMeta
            {
                Name = SecretName,
                Namespace = options.Namespace,
                Labels = new(StringComparer.Ordinal) { ["app.kubernetes.io/name"] = "image-clone-operator" },
            },
            Type = CertificateSecret.Type,
            Data = content.ToData(),
        },
        cancellationToken);

    /// <exception cref="KubernetesApiException">Among others, a conflict: somebody else has written it.</exception>
    public Task<Secret> ReplaceAsync(Secret seen, CertificateSecret content, CancellationToken cancellationToken)
    {
        var data = new JsonObject(content.ToData().Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)Convert.ToBase64String(entry.Value))));
        var change = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = seen.Metadata.ResourceVersion }, ["data"] = data };
        return client.PatchAsync<Secret>(SecretName, options.Namespace, Patch.Merge(change), subresource: null, cancellationToken);
    }
}
