using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Verify;

/// <summary>The arguments of <c>verify</c>.</summary>
internal sealed record VerifyArguments
{
    public required CatalogArguments Catalog { get; init; }

    /// <summary>Each image must serve all of these.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <summary>Blobs are read and hashed, not only asked for.</summary>
    public bool Deep { get; init; }

    public int Concurrency { get; init; } = 1;

    public VerifyFormat Format { get; init; }

    public RegistryArguments Registries { get; init; } = new();
}
