using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Kubernetes.Errors;
using ImageCloneOperator.Kubernetes.Json;
using k8s.Models;

namespace ImageCloneOperator.Kubernetes.Transport;

/// <summary>One line of a watch: <c>{"type":"ADDED","object":{…}}</c>.</summary>
internal static class WatchLine
{
    /// <exception cref="KubernetesApiException">The line is an ERROR event.</exception>
    /// <exception cref="JsonException">The line is no event.</exception>
    public static WatchEvent<T> Parse<T>(ReadOnlySequence<byte> line, JsonTypeInfo<T> objectType, ObjectJson json)
    {
        string? type = null;
        Utf8JsonReader body = default;
        var reader = new Utf8JsonReader(line);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            if (isType)
                type = reader.GetString();
            else if (isObject)
                body = reader;
            reader.Skip();
        }
        return body.TokenType != JsonTokenType.None
            ? Event(type, ref body, objectType, json)
            : throw new JsonException("A watch event has no object.");
    }

    private static WatchEvent<T> Event<T>(string? type, ref Utf8JsonReader body, JsonTypeInfo<T> objectType, ObjectJson json) =>
        type switch
        {
            "ADDED" => new(WatchEventType.Added, Object(ref body, objectType)),
            "MODIFIED" => new(WatchEventType.Modified, Object(ref body, objectType)),
            "DELETED" => new(WatchEventType.Deleted, Object(ref body, objectType)),
            "BOOKMARK" => new(WatchEventType.Bookmark, Object(ref body, objectType)),
            "ERROR" => throw new KubernetesApiException(Object(ref body, json.TypeInfo<V1Status>())),
            _ => throw new JsonException($"A watch event has the unknown type '{type}'."),
        };

    private static T Object<T>(ref Utf8JsonReader body, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(ref body, type) ?? throw new JsonException("A watch event's object is null.");
}
