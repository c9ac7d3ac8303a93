using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.Invalid;

/// <summary>
/// The corpus of invalid objects that the types' validators, the schemas, the plan command, the webhook and the controller all judge.
/// </summary>
public static partial class InvalidObjects
{
    public static IReadOnlyList<InvalidObject> All { get; } = [.. Read()];

    /// <summary>Those that our validators get to see.</summary>
    public static TheoryData<string> Readable => [.. All.Where(invalid => invalid.IsReadable).Select(invalid => invalid.Name)];

    public static InvalidObject Of(string name) => All.Single(invalid => invalid.Name == name);

    /// <summary>One YAML file with a document for each case.</summary>
    public static string Manifests(IEnumerable<InvalidObject> cases) =>
        string.Join("\n---\n", cases.Select(invalid => $"# {invalid.Name}\n{invalid.Manifest.ToJsonString()}"));

    private static IEnumerable<InvalidObject> Read()
    {
        using var reader = new StreamReader(typeof(InvalidObjects).Assembly.GetManifestResourceStream("invalid-objects.yaml")!);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in Yaml.Parse(reader.ReadToEnd())!.AsArray().Select(entry => entry!.AsObject()))
        {
            var field = (string)entry["field"]!;
            var stem = NoName().Replace(field, "-").Trim('-').ToLowerInvariant();
            names[stem] = names.GetValueOrDefault(stem) + 1;
            yield return new InvalidObject(
                $"{stem}-case-{names[stem]}", Manifest(entry, $"{stem}-case-{names[stem]}"), field, (string)entry["says"]!,
                (bool?)entry["readable"] ?? true,
                (string?)entry["schema"] switch { "none" => null, null => $"{field}: ", var schema => schema });
        }
    }

    private static JsonObject Manifest(JsonObject entry, string name)
    {
        var kind = (string?)entry["kind"] ?? "BackupPolicy";
        var spec = entry["spec"]!.DeepClone().AsObject();
        if (kind == "BackupPolicy") spec.TryAdd("target", new JsonObject { ["registry"] = "registry.example.com" });
        return new JsonObject
        {
            ["apiVersion"] = "imageclone.dev/v1alpha1",
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = spec,
        };
    }

    [GeneratedRegex("[^a-zA-Z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoName();
}
