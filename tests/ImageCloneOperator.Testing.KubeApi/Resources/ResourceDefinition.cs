namespace ImageCloneOperator.Testing.KubeApi.Resources;

/// <summary>A resource as one group version serves it.</summary>
internal sealed record ResourceDefinition(string Group, string Version, string Kind, string Plural, bool Namespaced)
{
    private static readonly string[] AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    public string Singular { get; init; } = Kind.ToLowerInvariant();

    public string ListKind { get; init; } = Kind + "List";

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;

    public bool HasStatus { get; init; }

    public bool HasScale { get; init; }

    /// <summary>Whether metadata.generation counts changes of the desired state.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>Where the objects are stored; two resources may share one.</summary>
    public string Table { get; init; } = $"{Group}/{Plural}";

    public string StorageApiVersion { get; init; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Null for built-in resources.</summary>
    public CustomVersion? Custom { get; init; }

    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>As errors name it: <c>deployments.apps</c>.</summary>
    public string QualifiedName { get; } = Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>As validation names it: <c>Deployment.apps</c>.</summary>
    public string QualifiedKind { get; } = Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    /// <summary>Answered when created and never stored, such as a review.</summary>
    public bool IsVirtual => Verbs.Count == 1;

    /// <summary>Whether the subresource is a part of the object, read and written as the object itself is.</summary>
    public bool IsPart(string subresource, string verb) => subresource switch
    {
        "status" => HasStatus,
        "ephemeralcontainers" => Table == "/pods" && verb is "get" or "patch" or "update",
        _ => false,
    };

    public bool Allows(string verb) => Verbs.Contains(verb, StringComparer.Ordinal);
}
