using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Kubernetes.Json;

namespace ImageCloneOperator.Kubernetes.Dynamic;

/// <summary>A list as it is sent. Its metadata is put together here, so that contexts need to name only the items' type.</summary>
internal sealed class ListEnvelope<T>
{
    public ListMeta? Metadata { get; set; }

    public List<T>? Items { get; set; }

    public static JsonTypeInfo<ListEnvelope<T>> CreateTypeInfo(JsonTypeInfo<T> item) =>
        JsonMetadataServices.CreateObjectInfo<ListEnvelope<T>>(
            item.Options,
            new()
            {
                ObjectCreator = () => new(),
                PropertyMetadataInitializer = _ =>
                [
                    Property(
                        item.Options,
                        "metadata",
                        (JsonTypeInfo<ListMeta>)item.Options.GetTypeInfo(typeof(ListMeta)),
                        list => list.Metadata,
                        (list, value) => list.Metadata = value),
                    Property(item.Options, "items", ItemsInfo(item), list => list.Items, (list, value) => list.Items = value),
                ],
            });

    private static JsonTypeInfo<List<T>> ItemsInfo(JsonTypeInfo<T> item) => JsonMetadataServices.CreateListInfo<List<T>, T>(
        item.Options,
        new() { ObjectCreator = () => [], ElementInfo = item });

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
