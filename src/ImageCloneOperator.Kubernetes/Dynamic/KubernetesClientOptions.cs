using System.Text.Json.Serialization.Metadata;

namespace ImageCloneOperator.Kubernetes.Dynamic;

/// <summary>How the client speaks to the API server.</summary>
public sealed class KubernetesClientOptions
{
    /// <summary>Source-generated contexts of the types that this project does not know.</summary>
    public IList<IJsonTypeInfoResolver> TypeInfoResolvers { get; } = [];

    /// <summary>Who owns the fields that this client writes.</summary>
    public string FieldManager { get; set; } = "image-clone-operator";

    /// <summary>
    /// How long the server may take to begin to answer one attempt of a request, and then to end; a watch need only begin.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request is tried again that is safe to repeat.</summary>
    public int MaxRetries { get; set; } = 4;

    /// <summary>A longer Retry-After is not waited for but handed to the caller.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(10);
}
