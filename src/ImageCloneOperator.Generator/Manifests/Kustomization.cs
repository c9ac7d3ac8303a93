using YamlDotNet.RepresentationModel;

namespace ImageCloneOperator.Generator.Manifests;

/// <summary>
/// Renders a kustomization that only lists resources, as <c>kubectl kustomize</c> would, in the order in which they can be applied.
/// It exists so that install.yaml can be made, and checked, without kubectl.
/// </summary>
internal static class Kustomization
{
    /// <summary>Kinds that others need come first; kinds that are not named come last, as they are listed.</summary>
    private static readonly string[] Order =
    [
        "Namespace", "CustomResourceDefinition", "ServiceAccount", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "Service",
    ];

    /// <summary>Either name that kustomize knows; kubectl apply -f passes over the second, which has no extension.</summary>
    public static string FileIn(string folder)
    {
        var file = Path.Combine(folder, "kustomization.yaml");
        return File.Exists(file) ? file : Path.Combine(folder, "Kustomization");
    }

    public static string Render(string folder) => string.Concat(Resources(folder).OrderBy(Rank).Select(resource => "---\n" + resource));

    private static IEnumerable<string> Resources(string folder)
    {
        foreach (var resource in Listed(FileIn(folder)))
        {
            var path = Path.Combine(folder, resource);
            var found = Directory.Exists(path) ? Resources(path) : Documents(path);
            foreach (var document in found) yield return document;
        }
    }

    /// <summary>The resources that a kustomization, or a component, lists.</summary>
    public static IEnumerable<string> Listed(string file)
    {
        var root = Load(File.ReadAllText(file));
        var others = root.Children.Keys.Select(key => key.ToString()).Except(["apiVersion", "kind", "resources"], StringComparer.Ordinal);
        if (others.FirstOrDefault() is { } other)
            throw new NotSupportedException($"{file}: '{other}' cannot be rendered here, only resources can.");
        return ((YamlSequenceNode)root["resources"]).Select(item => item.ToString());
    }

    private static IEnumerable<string> Documents(string file) =>
        File.ReadAllText(file)
            .Split("---\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(document => document.Split('\n').Any(line => line.Length > 0 && line[0] != '#'));

    private static int Rank(string document)
    {
        var rank = Array.IndexOf(Order, Load(document)["kind"].ToString());
        return rank < 0 ? Order.Length : rank;
    }

    private static YamlMappingNode Load(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
