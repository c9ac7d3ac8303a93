using System.Reflection;
using System.Text;
using k8s;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Resources;

/// <summary>Where the API serves a kind.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Plural">The resource's name in URLs: lower-case, plural.</param>
public sealed record ApiResource(string Group, string Version, string Plural, string Kind)
{
    /// <summary><c>v1</c> or <c>group/version</c>.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>As kubectl and RBAC name it: <c>pods</c> or <c>deployments.apps</c>.</summary>
    public string Name { get; } = Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>What the type's <see cref="KubernetesEntityAttribute"/> says.</summary>
    /// <exception cref="InvalidOperationException">The type has no such attribute.</exception>
    public static ApiResource Of<T>()
        where T : IKubernetesObject<V1ObjectMeta> => Cache<T>.Value;

    /// <summary>The path of a collection, of one of its objects, or of a subresource of that.</summary>
    /// <param name="namespace">Null for a cluster-scoped kind, and for a collection of all namespaces.</param>
    public string Path(string? @namespace, string? name = null, string? subresource = null)
    {
        var path = new StringBuilder(Group.Length == 0 ? "api/" : "apis/").Append(ApiVersion);
        if (!string.IsNullOrEmpty(@namespace)) path.Append("/namespaces/").Append(Uri.EscapeDataString(@namespace));
        path.Append('/').Append(Plural);
        if (name is not null) path.Append('/').Append(Uri.EscapeDataString(name));
        if (subresource is not null) path.Append('/').Append(subresource);
        return path.ToString();
    }

    private static class Cache<T>
    {
        public static readonly ApiResource Value = typeof(T).GetCustomAttribute<KubernetesEntityAttribute>() is { } attribute
            ? new(attribute.Group, attribute.ApiVersion, attribute.PluralName, attribute.Kind)
            : throw new InvalidOperationException($"{typeof(T).Name} needs the attribute [KubernetesEntity] to be read from the API.");
    }
}
