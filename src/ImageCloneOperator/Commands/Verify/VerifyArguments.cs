using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Commands.Verify.Reports;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Rules;

namespace ImageCloneOperator.Commands.Verify;

/// <summary>The arguments of <c>verify</c>.</summary>
internal sealed record VerifyArguments
{
    /// <summary>The catalogue to look at; null for the cluster.</summary>
    public CatalogArguments? Catalog { get; init; }

    /// <summary>The policies of the cluster to look at; none for all.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];

    /// <summary>Globs on the sources' repositories; none for all.</summary>
    public IReadOnlyList<Glob> Only { get; init; } = [];

    /// <summary>Each image must serve all of these; none for those of the cluster's nodes.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <summary>Blobs are read and hashed, not only asked for.</summary>
    public bool Deep { get; init; }

    public int Concurrency { get; init; } = 1;

    public VerifyFormat Format { get; init; }

    public RegistryArguments Registries { get; init; } = new();

    public bool Selects(ImageReference source) => Only.Count == 0 || Only.Any(glob => glob.Matches(source.Name));
}
