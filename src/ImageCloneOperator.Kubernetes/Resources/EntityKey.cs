using System.Runtime.InteropServices;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Resources;

/// <summary>What names an object among those of its kind; the namespace is empty for a cluster-scoped one.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EntityKey(string Namespace, string Name)
{
    public static EntityKey Of(IKubernetesObject<V1ObjectMeta> entity) =>
        new(entity.Metadata.NamespaceProperty ?? "", entity.Metadata.Name ?? "");

    /// <summary><c>namespace/name</c>, or the name alone when there is no namespace.</summary>
    public override string ToString() => Namespace is "" ? Name : $"{Namespace}/{Name}";
}
