using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageCloneOperator.Kubernetes.Resources;

/// <summary>Reads and writes a <see cref="Duration"/> as its text.</summary>
public sealed class DurationConverter : JsonConverter<Duration>
{
    public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return Duration.TryParse(text, out var duration)
            ? duration
            : throw new JsonException("A duration is a text such as 15m, 1h30m or 720h.");
    }

    public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
