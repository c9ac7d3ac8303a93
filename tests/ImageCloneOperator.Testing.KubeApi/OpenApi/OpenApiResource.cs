using ImageCloneOperator.Testing.KubeApi.Schemas.BuiltIn;

namespace ImageCloneOperator.Testing.KubeApi.OpenApi;

/// <summary>A resource as OpenAPI documents describe it.</summary>
public sealed record OpenApiResource(KindSchema Kind, string Plural, bool Namespaced)
{
    public IReadOnlyList<string> Verbs { get; init; } = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public string ListKind { get; init; } = Kind.Kind + "List";

    /// <summary>The folder of the group's version: <c>api/v1</c> or <c>apis/apps/v1</c>.</summary>
    public string GroupPath => (Kind.Group.Length == 0 ? "api/" : "apis/") + Kind.ApiVersion;

    internal string SchemaName => Kind.Root.Definition ?? $"{string.Join('.', Kind.Group.Split('.').Reverse())}.{Kind.Version}.{Kind.Kind}";

    internal string ListSchemaName => SchemaName[..^Kind.Kind.Length] + ListKind;

    internal string Path => $"/{GroupPath}/{(Namespaced ? "namespaces/{namespace}/" : "")}{Plural}";
}
