using ImageCloneOperator.Commands.Catalogs;

namespace ImageCloneOperator.Commands.Restore;

/// <summary>The arguments of <c>restore</c>.</summary>
internal sealed record RestoreArguments
{
    public required CatalogArguments Catalog { get; init; }

    /// <summary>REGISTRY[/PREFIX]; null for the images' original names.</summary>
    public string? To { get; init; }

    /// <summary>Write this mapping, and copy nothing.</summary>
    public MappingFormat? Map { get; init; }

    public bool Overwrite { get; init; }

    public int Concurrency { get; init; } = 1;

    public bool DryRun { get; init; }

    public bool Json { get; init; }

    public RegistryArguments Registries { get; init; } = new();
}
