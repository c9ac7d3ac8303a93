using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Kubernetes.Resources;

namespace ImageCloneOperator.Kubernetes.Dynamic;

/// <summary>A kind of the API, and how its objects are read.</summary>
/// <param name="Resource">Where they are.</param>
/// <param name="Json">
/// How they are read; of <see cref="Json.ObjectJson"/>'s options. A bookmark has nothing but a resourceVersion.
/// </param>
/// <param name="Identify">Which object it is.</param>
public sealed record ResourceType<T>(ApiResource Resource, JsonTypeInfo<T> Json, Func<T, ObjectIdentity> Identify)
    where T : class
{
    private JsonTypeInfo<ListEnvelope<T>>? _list;

    /// <summary>
    /// Fills in what the API leaves out: the items of a list come without their type, and those that are only metadata with another.
    /// </summary>
    internal Action<T>? Complete { get; init; }

    internal JsonTypeInfo<ListEnvelope<T>> ListJson => _list ??= ListEnvelope<T>.CreateTypeInfo(Json);

    internal T Completed(T item)
    {
        Complete?.Invoke(item);
        return item;
    }
}
