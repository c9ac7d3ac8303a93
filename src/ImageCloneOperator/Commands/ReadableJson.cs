using System.Text.Encodings.Web;
using System.Text.Json;

namespace ImageCloneOperator.Commands;

/// <summary>JSON for a terminal or a file: quotes and arrows in messages stay as they are, since the text goes to no browser.</summary>
internal static class ReadableJson
{
    public static JsonSerializerOptions Of(JsonSerializerOptions options) =>
        new(options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
