using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ImageCloneOperator.Kubernetes.Client.Json;

/// <summary>A list as it is sent. Its metadata is put together here, so that contexts need to name only the items' type.</summary>
internal sealed class ListEnvelope<T>
{
    public ListMeta? Metadata { get; set; }

    public List<T>? Items { get; set; }

    public static JsonTypeInfo<ListEnvelope<T>> CreateTypeInfo(KubernetesJson json) => JsonMetadataServices.CreateObjectInfo<ListEnvelope<T>>(
        json.Options,
        new()
        {
            ObjectCreator = () => new(),
            PropertyMetadataInitializer = _ =>
            [
                Property(json.Options, "metadata", json.TypeInfo<ListMeta>(), list => list.Metadata, (list, value) => list.Metadata = value),
                Property(json.Options, "items", ItemsInfo(json), list => list.Items, (list, value) => list.Items = value),
            ],
        });

    private static JsonTypeInfo<List<T>> ItemsInfo(KubernetesJson json) => JsonMetadataServices.CreateListInfo<List<T>, T>(
        json.Options,
        new() { ObjectCreator = () => [], ElementInfo = json.TypeInfo<T>() });

    private static JsonPropertyInfo Property<TValue>(
        JsonSerializerOptions options,
        string name,
        JsonTypeInfo<TValue> type,
        Func<ListEnvelope<T>, TValue?> get,
        Action<ListEnvelope<T>, TValue?> set) => JsonMetadataServices.CreatePropertyInfo(
            options,
            new JsonPropertyInfoValues<TValue>
            {
                IsProperty = true,
                IsPublic = true,
                DeclaringType = typeof(ListEnvelope<T>),
                PropertyName = name,
                JsonPropertyName = name,
                PropertyTypeInfo = type,
                Getter = list => get((ListEnvelope<T>)list),
                Setter = (list, value) => set((ListEnvelope<T>)list, value),
            });
}
