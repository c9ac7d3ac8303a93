using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Generator.Charts;
using ImageCloneOperator.Generator.Manifests;
using ImageCloneOperator.Generator.Schemas;

namespace ImageCloneOperator.Generator;

/// <summary>The files of the repository that the C# types generate.</summary>
internal static class GeneratedFiles
{
    private const string Notice = "# Generated from the C# types by `make manifests`: change those instead.\n";

    /// <param name="root">The repository's folder, or one laid out as it is.</param>
    public static async Task WriteAsync(string root, CancellationToken cancellation)
    {
        var (config, docs) = (Path.Combine(root, "config"), Path.Combine(root, "docs"));
        JsonObject[] definitions =
        [
            CrdManifest.Of(ApiJsonContext.Default.BackupPolicy),
            CrdManifest.Of(ApiJsonContext.Default.ImageBackup),
        ];
        foreach (var definition in definitions)
        {
            var file = $"imageclone.dev_{definition["spec"]!["names"]!["plural"]}.yaml";
            await SaveAsync(Path.Combine(config, "crds", file), Notice + "---\n" + KubernetesYaml.Write(definition), cancellation);
        }

        await SaveAsync(Path.Combine(docs, "reference.md"), Reference(definitions), cancellation);
        await SaveAsync(
            Path.Combine(config, "install.yaml"), Notice + Kustomization.Render(Path.Combine(config, "default")), cancellation);
        HelmChart.Write(Path.Combine(root, "charts", "image-clone-operator"), config, SpecSchema(definitions[0]));
    }

    private static JsonObject SpecSchema(JsonObject definition) =>
        definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!.AsObject();

    private static string Reference(IEnumerable<JsonObject> definitions) =>
        "# Every field of both kinds\n\n<!-- Generated from the C# types by `make manifests`: change those instead. -->\n\n"
        + string.Concat(definitions.Select(FieldReference.Of)).TrimEnd() + "\n";

    private static async Task SaveAsync(string path, string content, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content, cancellation);
    }
}
