using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Entities;

/// <summary>Reads one entry of the maps that objects have.</summary>
public static class EntityExtensions
{
    /// <summary>The value of an annotation; null where there is none.</summary>
    public static string? Annotation(this V1ObjectMeta metadata, string name) => Find(metadata.Annotations, name);

    /// <summary>The value of a label; null where there is none.</summary>
    public static string? Label(this V1ObjectMeta metadata, string name) => Find(metadata.Labels, name);

    /// <summary>The bytes under a key of a secret; null where there are none.</summary>
    public static byte[]? Value(this V1Secret secret, string key) => Find(secret.Data, key);

    private static T? Find<T>(IDictionary<string, T>? values, string key)
        where T : class => values?.TryGetValue(key, out var value) is true ? value : null;
}
