using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace ImageCloneOperator.Manifests;

/// <summary>Reads the objects of manifest files and of folders, with all that is below them.</summary>
internal static class ManifestReader
{
    private const string StandardInput = "-";
    private const string List = "List";

    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <exception cref="ManifestException">A path does not exist, cannot be read or is not YAML.</exception>
    public static IEnumerable<ManifestObject> Read(IEnumerable<string> paths) =>
        paths.SelectMany(Files).Distinct(StringComparer.Ordinal).SelectMany(ReadFile);

    private static IEnumerable<string> Files(string path)
    {
        if (path == StandardInput || File.Exists(path)) return [path];
        if (!Directory.Exists(path)) throw new ManifestException($"{path}: there is no such file or folder");
        return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);
    }

    private static List<ManifestObject> ReadFile(string file)
    {
        try
        {
            using var text = file == StandardInput ? Console.In : File.OpenText(file);
            var documents = YamlJson.Read(text);
            return [.. documents.Index().SelectMany(document => Objects($"{file}, document {document.Index + 1}", document.Item))];
        }
        catch (YamlException e)
        {
            throw new ManifestException($"{file}, line {e.Start.Line}: it is not a manifest: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ManifestException($"{file}: it cannot be read: {e.Message}");
        }
    }

    private static IEnumerable<ManifestObject> Objects(string place, JsonNode? document)
    {
        if (document is null) return [];
        if (document is not JsonObject json) throw new ManifestException($"{place}: it is not a Kubernetes object");

        var found = new ManifestObject(place, json);
        if (found.Kind.Length == 0) throw new ManifestException($"{place}: kind: it is missing, so this is not a Kubernetes object");
        return found.Kind.EndsWith(List, StringComparison.Ordinal) && json["items"] is JsonArray items
            ? items.Index().SelectMany(item => Objects($"{place}, items[{item.Index}]", WithKind(item.Item, found)))
            : [found];
    }

    /// <summary>The API server leaves kind and apiVersion out of the items of a typed list, such as a DeploymentList.</summary>
    private static JsonNode? WithKind(JsonNode? item, ManifestObject list)
    {
        if (item is not JsonObject json || list.Kind == List) return item;
        if (!json.ContainsKey("kind")) json["kind"] = list.Kind[..^List.Length];
        if (!json.ContainsKey("apiVersion")) json["apiVersion"] = list.ApiVersion;
        return json;
    }
}
