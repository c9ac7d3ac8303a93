using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Copy;

/// <summary>The arguments of <c>copy</c>.</summary>
internal sealed record CopyArguments
{
    public string? Source { get; init; }

    public string? Target { get; init; }

    /// <summary>All images of this go to <see cref="Target"/>, and it itself.</summary>
    public CatalogArguments? Catalog { get; init; }

    /// <summary>Given instead of the pair.</summary>
    public FileInfo? File { get; init; }

    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    public RegistryArguments Registries { get; init; } = new();

    public bool Referrers { get; init; }

    /// <summary>A tag that has other content stays, and its image fails.</summary>
    public bool KeepExisting { get; init; }

    public int Concurrency { get; init; } = 1;

    public bool DryRun { get; init; }

    public bool Json { get; init; }
}
