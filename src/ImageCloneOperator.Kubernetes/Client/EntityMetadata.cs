using System.Reflection;
using System.Text;
using ImageCloneOperator.Kubernetes.Entities;

namespace ImageCloneOperator.Kubernetes.Client;

/// <summary>Where the API serves a kind.</summary>
public sealed record EntityMetadata(string Group, string Version, string Kind, string Plural, EntityScope Scope)
{
    /// <summary><c>v1</c> or <c>group/version</c>.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>What the type's <see cref="KubernetesEntityAttribute"/> says.</summary>
    /// <exception cref="InvalidOperationException">The type has no such attribute.</exception>
    public static EntityMetadata Of<T>()
        where T : IKubernetesObject => Cache<T>.Value;

    /// <summary>The path of a collection, of one of its objects, or of a subresource of that.</summary>
    /// <exception cref="ArgumentException">A single object of a namespaced kind without a namespace.</exception>
    public string Path(string? @namespace, string? name = null, string? subresource = null)
    {
        var path = new StringBuilder(Group.Length == 0 ? "api/" : "apis/").Append(ApiVersion);
        if (Scope == EntityScope.Namespaced && !string.IsNullOrEmpty(@namespace))
            path.Append("/namespaces/").Append(Uri.EscapeDataString(@namespace));
        else if (Scope == EntityScope.Namespaced && name is not null)
            throw new ArgumentException($"{Kind} {name} needs a namespace.", nameof(@namespace));
        path.Append('/').Append(Plural);
        if (name is not null)
            path.Append('/').Append(Uri.EscapeDataString(name));
        if (subresource is not null)
            path.Append('/').Append(subresource);
        return path.ToString();
    }

    private static class Cache<T>
    {
        public static readonly EntityMetadata Value = typeof(T).GetCustomAttribute<KubernetesEntityAttribute>() is { } attribute
            ? new(attribute.Group, attribute.ApiVersion, attribute.Kind, attribute.PluralName, attribute.Scope)
            : throw new InvalidOperationException($"{typeof(T).Name} needs the attribute [KubernetesEntity] to be read from the API.");
    }
}
