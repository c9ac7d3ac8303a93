using ImageCloneOperator.Commands.Catalogs;

namespace ImageCloneOperator.Commands.Mirrors;

/// <summary>The arguments of <c>mirror-config</c>.</summary>
internal sealed record MirrorConfigArguments
{
    public required MirrorTool For { get; init; }

    public required CatalogArguments Catalog { get; init; }

    /// <summary>The copies come before the registries themselves.</summary>
    public bool CopiesFirst { get; init; }

    public RegistryArguments Registries { get; init; } = new();
}
