namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>Says where the Kubernetes API serves a type: its group, version, kind and plural name.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KubernetesEntityAttribute : Attribute
{
    /// <summary>The API group; empty for the core group.</summary>
    public string Group { get; init; } = "";

    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    /// <summary>The resource's name in URLs: lower-case, plural.</summary>
    public required string PluralName { get; init; }

    public EntityScope Scope { get; init; } = EntityScope.Namespaced;
}
