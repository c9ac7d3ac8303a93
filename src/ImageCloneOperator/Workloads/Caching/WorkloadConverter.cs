using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Json;
using k8s.Models;

namespace ImageCloneOperator.Workloads.Caching;

/// <summary>
/// Reads a workload of one kind from its JSON: the metadata, and the spec of its pods where the kind has it. All else is passed over.
/// </summary>
internal sealed class WorkloadConverter(WorkloadType type, ObjectJson json) : JsonConverter<Workload>
{
    private readonly string[] _path = type.PodSpecPath.Split('.');
    private readonly JsonTypeInfo<V1ObjectMeta> _metadata = json.TypeInfo<V1ObjectMeta>();
    private readonly JsonTypeInfo<PodSpec> _podSpec = json.TypeInfo<PodSpec>();

    public override Workload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var metadata = new V1ObjectMeta();
        PodSpec? pod = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8)) metadata = JsonSerializer.Deserialize(ref reader, _metadata) ?? metadata;
            else if (reader.ValueTextEquals(_path[0])) pod = PodSpec(ref reader, depth: 1);
            else Skip(ref reader);
        }

        return WorkloadReader.Read(type, metadata, pod);
    }

    public override void Write(Utf8JsonWriter writer, Workload value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Workloads are patched, never written whole.");

    /// <summary>The value of the property that the reader stands on, and what is below it.</summary>
    private PodSpec? PodSpec(ref Utf8JsonReader reader, int depth)
    {
        if (depth == _path.Length) return JsonSerializer.Deserialize(ref reader, _podSpec);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.TrySkip();
            return null;
        }

        PodSpec? pod = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(_path[depth])) pod = PodSpec(ref reader, depth + 1);
            else Skip(ref reader);
        }

        return pod;
    }

    /// <summary>The whole object is in the buffer, which Skip would not believe before a list's last one.</summary>
    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.TrySkip();
    }
}
