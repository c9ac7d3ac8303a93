using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Commands.Mirrors;

/// <summary>The arguments of <c>mirror-config</c>.</summary>
internal sealed record MirrorConfigArguments
{
    public required MirrorTool For { get; init; }

    /// <summary>The catalogue; null where a policy of the cluster is named.</summary>
    public CatalogArguments? Catalog { get; init; }

    /// <summary>The policy of the cluster, where no catalogue is named.</summary>
    public string? Policy { get; init; }

    /// <summary>Globs on the sources' repositories; none for all.</summary>
    public IReadOnlyList<Glob> Only { get; init; } = [];

    /// <summary>The copies come before the registries themselves.</summary>
    public bool CopiesFirst { get; init; }

    public RegistryArguments Registries { get; init; } = new();
}
