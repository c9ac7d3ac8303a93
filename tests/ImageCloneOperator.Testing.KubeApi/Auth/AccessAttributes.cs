using ImageCloneOperator.Testing.KubeApi.Errors;

namespace ImageCloneOperator.Testing.KubeApi.Auth;

/// <summary>What a request wants to do, as RBAC sees it.</summary>
internal sealed record AccessAttributes(string Verb)
{
    /// <summary>Set for paths that are no resources.</summary>
    public string Path { get; init; } = "";

    public string Group { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";

    public ApiException Denied(Identity user)
    {
        if (Path.Length > 0) return ApiError.ForbiddenPath($"User \"{user.User}\" cannot {Verb} path \"{Path}\"");
        var scope = Namespace.Length > 0 ? $"in the namespace \"{Namespace}\"" : "at the cluster scope";
        var qualified = Group.Length == 0 ? Resource : $"{Resource}.{Group}";
        var subject = Name.Length == 0 ? qualified : $"{qualified} \"{Name}\"";
        return new ApiException(403, "Forbidden",
            $"{subject} is forbidden: User \"{user.User}\" cannot {Verb} resource \"{FullResource}\" in API group \"{Group}\" {scope}",
            ApiError.Details(Group, Resource, Name));
    }
}
