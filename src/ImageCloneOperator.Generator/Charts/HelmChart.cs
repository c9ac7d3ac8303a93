using System.Text.Json.Nodes;
using ImageCloneOperator.Generator.Manifests;

namespace ImageCloneOperator.Generator.Charts;

/// <summary>
/// Writes the templates of the Helm chart from the manifests that kustomize installs, so that both install the same. Chart.yaml, NOTES.txt,
/// values.yaml and values.schema.json are written by hand, but for what manifests and types say better.
/// </summary>
internal static class HelmChart
{
    private static readonly string[] Folders =
    [
        "crds", "rbac", "manager", "webhook", "components/monitoring", "components/network-policy", "components/network-policy-egress",
        "components/aggregated-roles", "components/foreign-pull-secrets", "components/managed-pull-secrets",
        "components/admission-policy",
    ];

    /// <param name="chart">The chart's folder, with the files that are written by hand.</param>
    /// <param name="config">The folder of the manifests.</param>
    /// <param name="policySpec">The schema of a policy's spec, for policies in values.</param>
    public static void Write(string chart, string config, JsonObject policySpec)
    {
        var templates = Path.Combine(chart, "templates");
        foreach (var old in Directory.GetDirectories(templates)) Directory.Delete(old, recursive: true);
        foreach (var file in Folders.SelectMany(folder => Manifests(config, folder)))
        {
            var path = Path.Combine(templates, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, ChartTemplate.Of(file, File.ReadAllText(Path.Combine(config, file))));
        }

        WriteValues(Path.Combine(chart, "values.yaml"), File.ReadAllText(Path.Combine(config, "manager", "deployment.yaml")));
        ValuesSchema.Update(Path.Combine(chart, "values.schema.json"), policySpec);
    }

    /// <summary>Namespaces are helm's to make: a chart that has its own can be installed into no other.</summary>
    private static IEnumerable<string> Manifests(string config, string folder) =>
        Kustomization.Listed(Kustomization.FileIn(Path.Combine(config, folder)))
            .Select(file => $"{folder}/{file}")
            .Where(file => file != "manager/namespace.yaml");

    private static void WriteValues(string file, string deployment) => File.WriteAllText(
        file,
        new YamlText(File.ReadAllText(file))
            .ReplaceBlock("replicas:", new YamlText(deployment).Block("  replicas:"))
            .ReplaceBlock("resources:", new YamlText(deployment).Block("        resources:"))
            .ToString());
}
