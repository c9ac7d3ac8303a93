namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>Credentials and certificates.</summary>
[KubernetesEntity(ApiVersion = "v1", Kind = "Secret", PluralName = "secrets")]
public sealed class Secret : KubernetesObject
{
    public string? Type { get; set; }

    public Dictionary<string, byte[]>? Data { get; set; }
}
