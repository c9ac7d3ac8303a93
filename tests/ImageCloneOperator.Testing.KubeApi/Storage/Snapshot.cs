using System.Text.Json;
using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Storage;

/// <summary>Keeps the objects in a file between runs: one JSON line each.</summary>
internal static class Snapshot
{
    private const string FileName = "objects.jsonl";

    public static IEnumerable<(string Table, JsonObject Object)> Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) yield break;
        foreach (var line in File.ReadLines(path))
        {
            var entry = (JsonObject)JsonNode.Parse(line)!;
            entry.Remove("object", out var obj);
            yield return (entry.Text("table"), (JsonObject)obj!);
        }
    }

    /// <summary>Replaces the file as a whole, so that a crash leaves the last one.</summary>
    public static void Save(string directory, IEnumerable<StoredObject> objects)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        using (var file = File.Create(path + ".new"))
        {
            foreach (var obj in objects) Write(file, obj);
        }

        File.Move(path + ".new", path, overwrite: true);
    }

    private static void Write(FileStream file, StoredObject obj)
    {
        using (var writer = new Utf8JsonWriter(file, Json.Writer))
        {
            writer.WriteStartObject();
            writer.WriteString("table", obj.Table);
            writer.WritePropertyName("object");
            writer.WriteRawValue(obj.Utf8, skipInputValidation: true);
            writer.WriteEndObject();
        }

        file.WriteByte((byte)'\n');
    }
}
