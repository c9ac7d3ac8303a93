using System.Text.Json.Nodes;
using ImageCloneOperator.Api.Serialization;
using ImageCloneOperator.Generator.Schemas;

namespace ImageCloneOperator.Generator;

/// <summary>The files of the repository that the C# types generate.</summary>
internal static class GeneratedFiles
{
    private const string Notice = "# Generated from the C# types by `make manifests`: change those instead.\n";

    public static async Task WriteAsync(string config, string docs, CancellationToken cancellation)
    {
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
        if (File.Exists(Kustomization.FileIn(Path.Combine(config, "default"))))
        {
            await SaveAsync(
                Path.Combine(config, "install.yaml"), Notice + Kustomization.Render(Path.Combine(config, "default")), cancellation);
        }
    }

    private static string Reference(IEnumerable<JsonObject> definitions) =>
        "# Every field of both kinds\n\n<!-- Generated from the C# types by `make manifests`: change those instead. -->\n\n"
        + string.Concat(definitions.Select(FieldReference.Of)).TrimEnd() + "\n";

    private static async Task SaveAsync(string path, string content, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content, cancellation);
    }
}
