using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ImageCloneOperator.Kubernetes.Json;

/// <summary>JSON as the Kubernetes API writes it: camelCase, enums by name, no nulls, times as <c>metav1.Time</c>.</summary>
public sealed class ObjectJson
{
    public ObjectJson(params IEnumerable<IJsonTypeInfoResolver> resolvers) => Options = CreateOptions(resolvers);

    /// <summary>For this library's own types.</summary>
    public static ObjectJson Default { get; } = new();

    public JsonSerializerOptions Options { get; }

    /// <exception cref="NotSupportedException">No resolver knows the type.</exception>
    public JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    public JsonObject ToJson<T>(T value) => JsonSerializer.SerializeToNode(value, TypeInfo<T>())!.AsObject();

    private static JsonSerializerOptions CreateOptions(IEnumerable<IJsonTypeInfoResolver> resolvers)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            TypeInfoResolver = JsonTypeInfoResolver.Combine([KubernetesJsonContext.Default, .. resolvers])
                .WithAddedModifier(ModelContracts.Adjust),
            Converters = { new SharedStringConverter(), new TimeConverter(), new DateTimeConverter() },
        };
        options.MakeReadOnly();
        return options;
    }
}
