using System.Text.Json;
using System.Text.Json.Serialization;
using ImageCloneOperator.Api;
using ImageCloneOperator.Core.Retention;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Backups.Retention;

/// <summary>
/// Reads the images of an object of any kind: whatever a field <c>image</c>, <c>imageID</c> or <c>image.reference</c> says, at any depth,
/// in spec, status or the data of a revision. A field that is no container's costs nothing but a copy that stays.
/// </summary>
internal sealed class NamedImagesConverter(string kind) : JsonConverter<NamedImages>
{
    public override NamedImages Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var (depth, ns, name) = (reader.CurrentDepth, "", "");
        List<string> images = [];
        var section = "";
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth))
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var level = reader.CurrentDepth - depth;
            if (level == 1) section = reader.GetString() ?? "";
            if (IsImage(ref reader)) Add(ref reader, images);
            else if (section != "metadata") continue;
            else if (level == 2 && reader.ValueTextEquals("name"u8)) name = Text(ref reader);
            else if (level == 2 && reader.ValueTextEquals("namespace"u8)) ns = Text(ref reader);
            else if (reader.ValueTextEquals(WellKnown.OriginalImagesAnnotation))
                images.AddRange(OriginalImages.Parse(Text(ref reader)).Values);
        }

        return new NamedImages(new ImageUser(kind, ns, name), images);
    }

    public override void Write(Utf8JsonWriter writer, NamedImages value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Images are read only.");

    private static bool IsImage(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("image"u8) || reader.ValueTextEquals("imageID"u8) || reader.ValueTextEquals("reference"u8);

    /// <summary>An image volume has an object there, whose own field comes next.</summary>
    private static void Add(ref Utf8JsonReader reader, List<string> images)
    {
        if (Text(ref reader) is { Length: > 0 } image) images.Add(image);
    }

    private static string Text(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() ?? "" : "";
}
