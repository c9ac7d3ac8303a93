using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImageCloneOperator.Kubernetes.Json;

/// <summary><c>metav1.Time</c> as the official models hold it: a <see cref="DateTime"/> in UTC.</summary>
internal sealed class DateTimeConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().UtcDateTime;

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(TimeConverter.Format(value.ToUniversalTime()));
}
