using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageCloneOperator.Kubernetes.Json;

/// <summary>
/// Reads equal strings as one object. Thousands of cached objects have the same labels, images, conditions and finalizers, and each event
/// repeats what its object had before: what was read lately is found without making it again. The table never grows, so what comes and goes
/// costs nothing.
/// </summary>
internal sealed class SharedStringConverter : JsonConverter<string>
{
    private const int Slots = 1 << 13;
    private const int LongestShared = 128;

    // Racing writers only lose a chance to share.
    private readonly string?[] _recent = new string?[Slots];

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader)!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    private string? Read(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > LongestShared) return reader.GetString();
        var hash = new HashCode();
        hash.AddBytes(reader.ValueSpan);
        ref var slot = ref _recent[hash.ToHashCode() & (Slots - 1)];
        var recent = slot;
        return recent is not null && reader.ValueTextEquals(recent) ? recent : slot = reader.GetString();
    }
}
