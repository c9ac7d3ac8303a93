using ImageCloneOperator.Testing.KubeApi.Errors;
using ImageCloneOperator.Testing.KubeApi.Objects;
using ImageCloneOperator.Testing.KubeApi.Resources;
using ImageCloneOperator.Testing.KubeApi.Storage;

namespace ImageCloneOperator.Testing.KubeApi.Selectors;

/// <summary>A field selector: <c>metadata.name=a,status.phase!=Running</c>.</summary>
internal sealed class FieldSelector
{
    private readonly List<(string[] Path, bool Equal, string Value)> _terms = [];

    public bool IsEmpty => _terms.Count == 0;

    /// <summary>The one name that can match, if the selector says so.</summary>
    public string? Name => _terms.Find(term => term.Equal && term.Path is ["metadata", "name"]).Value;

    /// <exception cref="ApiException">400 when it doesn't parse or the resource doesn't support a field.</exception>
    public static FieldSelector Parse(string text, ResourceDefinition resource)
    {
        var selector = new FieldSelector();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            selector.Add(part, text, resource);
        return selector;
    }

    public bool Matches(StoredObject obj)
    {
        if (IsEmpty) return true;
        using var document = Deep ? obj.ToDocument() : null;
        foreach (var (path, equal, value) in _terms)
        {
            var actual = path switch
            {
                ["metadata", "name"] => obj.Name,
                ["metadata", "namespace"] => obj.Namespace,
                ["source"] => document!.RootElement.Text("source", "component"),
                ["spec", "hostNetwork"] => document!.RootElement.Text(path) is { Length: > 0 } given ? given : "false",
                _ => document!.RootElement.Text(path),
            };
            if (actual == value != equal) return false;
        }

        return true;
    }

    private bool Deep => _terms.Exists(term => term.Path[0] != "metadata");

    private void Add(string part, string whole, ResourceDefinition resource)
    {
        foreach (var (sign, equal) in new[] { ("!=", false), ("==", true), ("=", true) })
        {
            var at = part.IndexOf(sign, StringComparison.Ordinal);
            if (at <= 0) continue;
            var field = part[..at];
            if (field is not "metadata.name"
                && (field is not "metadata.namespace" || !resource.Namespaced)
                && !resource.SelectableFields.Contains(field, StringComparer.Ordinal))
            {
                throw Unsupported(resource, field);
            }

            _terms.Add((field.Split('.'), equal, part[(at + sign.Length)..]));
            return;
        }

        throw ApiError.BadRequest($"invalid selector: '{whole}'; can't understand '{part}'");
    }

    private static ApiException Unsupported(ResourceDefinition resource, string field) =>
        ApiError.BadRequest(resource is { Custom: null, SelectableFields.Count: 0 }
            ? $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
            : $"field label not supported: {field}");
}
