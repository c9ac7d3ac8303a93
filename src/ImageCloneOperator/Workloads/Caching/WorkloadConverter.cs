using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ImageCloneOperator.Core.Workloads;
using ImageCloneOperator.Kubernetes.Entities;
using ImageCloneOperator.Kubernetes.Json;
using ImageCloneOperator.Kubernetes.Sources;
using k8s.Models;

namespace ImageCloneOperator.Workloads.Caching;

/// <summary>
/// Reads a workload of one kind from its JSON: the metadata, the spec of its pods where the kind has it, and what a pod runs. All else is
/// passed over.
/// </summary>
internal sealed class WorkloadConverter(WorkloadType type, ObjectJson json) : JsonConverter<Workload>
{
    private readonly string[] _path = type.PodSpecPath.Split('.');
    private readonly JsonTypeInfo<V1ObjectMeta> _metadata = json.TypeInfo<V1ObjectMeta>();
    private readonly JsonTypeInfo<PodSpec> _podSpec = json.TypeInfo<PodSpec>();
    private readonly JsonTypeInfo<PodStatus> _podStatus = json.TypeInfo<PodStatus>();
    private readonly RecentValues<IReadOnlyList<RunningImage>> _running = new(HashOf, Enumerable.SequenceEqual);
    private readonly RecentValues<IReadOnlyDictionary<string, string>> _labels = new(HashOf, Predicates.Same);
    private readonly RecentValues<IReadOnlyList<ContainerImage>> _images = new(HashOf, Enumerable.SequenceEqual);
    private readonly RecentValues<IReadOnlyList<SecretName>> _secrets = new(HashOf, Enumerable.SequenceEqual);
    private readonly RecentValues<WorkloadOwner> _owners = new(owner => owner.GetHashCode(), (one, other) => one == other);

    public override Workload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var metadata = new V1ObjectMeta();
        PodSpec? pod = null;
        PodStatus? status = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8)) metadata = JsonSerializer.Deserialize(ref reader, _metadata) ?? metadata;
            else if (reader.ValueTextEquals(_path[0])) pod = PodSpec(ref reader, depth: 1);
            else if (type.IsPod && reader.ValueTextEquals("status"u8)) status = JsonSerializer.Deserialize(ref reader, _podStatus);
            else Skip(ref reader);
        }

        var workload = WorkloadReader.Read(type, metadata, pod);
        return type.IsPod ? Shared(workload with { Running = WorkloadReader.Running(workload.Images, status) }) : workload;
    }

    /// <summary>There are many more pods than templates, and one cache of them: what they have in common is kept once.</summary>
    private Workload Shared(Workload pod) => pod with
    {
        Labels = _labels.Share(pod.Labels),
        Images = _images.Share(pod.Images),
        Running = _running.Share(pod.Running),
        PullSecrets = _secrets.Share(pod.PullSecrets),
        Owner = pod.Owner is null ? null : _owners.Share(pod.Owner),
    };

    private static int HashOf<T>(IEnumerable<T> items)
        where T : notnull => items.Aggregate(0, (hash, item) => hash ^ item.GetHashCode());

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
