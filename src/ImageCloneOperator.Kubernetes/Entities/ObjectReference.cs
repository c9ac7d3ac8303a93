namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary><c>v1.ObjectReference</c>: an object anywhere in the cluster.</summary>
public sealed record ObjectReference
{
    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public string? Namespace { get; init; }

    public string? Name { get; init; }

    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    public static ObjectReference Of(IKubernetesObject @object) => new()
    {
        ApiVersion = @object.ApiVersion,
        Kind = @object.Kind,
        Namespace = @object.Metadata.Namespace,
        Name = @object.Metadata.Name,
        Uid = @object.Metadata.Uid,
    };
}
