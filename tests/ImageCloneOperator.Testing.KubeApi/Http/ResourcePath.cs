namespace ImageCloneOperator.Testing.KubeApi.Http;

/// <summary>A path below /api or /apis that names resources.</summary>
internal sealed record ResourcePath(string Group, string Version, string Namespace, string Plural, string Name, string Subresource)
{
    /// <summary>Null when the path names no resource, such as /healthz or a discovery document.</summary>
    public static ResourcePath? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["api", var version, .. var rest] when rest.Length > 0 => Below("", version, rest),
            ["apis", var group, var version, .. var rest] when rest.Length > 0 => Below(group, version, rest),
            _ => null,
        };
    }

    private static ResourcePath? Below(string group, string version, string[] rest) => rest switch
    {
        // A namespace's own subresources look like resources in it.
        ["namespaces", var name, "status" or "finalize"] => new(group, version, "", "namespaces", name, rest[2]),
        ["namespaces", var space, var plural] => new(group, version, space, plural, "", ""),
        ["namespaces", var space, var plural, var name] => new(group, version, space, plural, name, ""),
        ["namespaces", var space, var plural, var name, var sub] => new(group, version, space, plural, name, sub),
        [var plural] => new(group, version, "", plural, "", ""),
        [var plural, var name] => new(group, version, "", plural, name, ""),
        [var plural, var name, var sub] => new(group, version, "", plural, name, sub),
        _ => null,
    };
}
