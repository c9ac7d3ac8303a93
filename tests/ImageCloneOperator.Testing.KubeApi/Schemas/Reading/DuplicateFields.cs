using System.Text.Json;

namespace ImageCloneOperator.Testing.KubeApi.Schemas.Reading;

/// <summary>Finds keys that a JSON document gives twice, which a parsed tree can no longer tell.</summary>
public static class DuplicateFields
{
    /// <summary>The paths, in the order of the document; malformed JSON throws <see cref="JsonException"/>.</summary>
    public static IReadOnlyList<string> Find(ReadOnlySpan<byte> json)
    {
        var found = new List<string>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 512 });
        if (reader.Read()) Value(ref reader, "", found);
        return found;
    }

    private static void Value(ref Utf8JsonReader reader, string path, List<string> found)
    {
        if (reader.TokenType == JsonTokenType.StartObject) Members(ref reader, path, found);
        if (reader.TokenType != JsonTokenType.StartArray) return;
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            Value(ref reader, FieldPath.Index(path, index), found);
        }
    }

    private static void Members(ref Utf8JsonReader reader, string path, List<string> found)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = FieldPath.Child(path, reader.GetString()!);
            if (!seen.Add(child) && !found.Contains(child)) found.Add(child);
            reader.Read();
            Value(ref reader, child, found);
        }
    }
}
