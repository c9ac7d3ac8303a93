using System.Text.Json.Nodes;
using ImageCloneOperator.Testing.KubeApi.Objects;

namespace ImageCloneOperator.Testing.KubeApi.Auth;

/// <summary>One rule of a Role or ClusterRole.</summary>
internal sealed record PolicyRule(string[] Verbs, string[] Groups, string[] Resources, string[] Names, string[] Paths)
{
    public static PolicyRule From(JsonObject rule) => new(
        [.. rule.Texts("verbs")],
        [.. rule.Texts("apiGroups")],
        [.. rule.Texts("resources")],
        [.. rule.Texts("resourceNames")],
        [.. rule.Texts("nonResourceURLs")]);

    public bool Allows(AccessAttributes wanted)
    {
        if (!Has(Verbs, wanted.Verb)) return false;
        if (wanted.Path.Length > 0)
        {
            return Paths.Any(
                path => path == wanted.Path || (path.EndsWith('*') && wanted.Path.StartsWith(path[..^1], StringComparison.Ordinal)));
        }

        return Has(Groups, wanted.Group)
            && HasResource(wanted)
            && (Names.Length == 0 || (wanted.Name.Length > 0 && Names.Contains(wanted.Name, StringComparer.Ordinal)));
    }

    private bool HasResource(AccessAttributes wanted) =>
        Has(Resources, wanted.FullResource)
        || (wanted.Subresource.Length > 0 && Resources.Contains($"*/{wanted.Subresource}", StringComparer.Ordinal));

    private static bool Has(string[] values, string wanted) =>
        values.Contains("*", StringComparer.Ordinal) || values.Contains(wanted, StringComparer.Ordinal);
}
