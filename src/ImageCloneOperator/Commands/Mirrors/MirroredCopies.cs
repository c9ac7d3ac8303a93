using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Commands.Mirrors;

/// <summary>The copies of a catalogue, or of a policy.</summary>
/// <param name="Entries">The images.</param>
/// <param name="Target">Where their copies are.</param>
/// <param name="PlainHttp">Registries that speak HTTP without TLS.</param>
internal sealed record MirroredCopies(IReadOnlyList<CatalogEntry> Entries, TargetRegistry Target, IReadOnlyList<string> PlainHttp)
{
    /// <exception cref="CatalogException">The catalogue lies elsewhere than its copies.</exception>
    public static MirroredCopies Of(CatalogSelection catalog, IReadOnlyList<string> plainHttp) => new(
        catalog.Entries,
        CatalogPlace.RegistryOf(catalog.Reference, catalog.Document.Layout) ?? throw new CatalogException(
            $"--catalog {catalog.Reference} is not beside copies in a registry; name one as REGISTRY[/PREFIX]/{CatalogTag.Repository}:TAG"),
        plainHttp);

    /// <summary>The policy, too, says which registries speak HTTP.</summary>
    public static MirroredCopies Of(Policy policy, IReadOnlyList<CatalogEntry> entries, IReadOnlyList<string> plainHttp) => new(
        entries,
        policy.Target,
        [
            .. plainHttp,
            .. policy.SourceRegistries.Where(registry => registry.PlainHttp).Select(registry => registry.Host),
            .. policy.TargetPlainHttp ? [policy.Target.Registry] : Array.Empty<string>(),
        ]);

    public bool IsPlain(string registry) => PlainHttp.Contains(registry, StringComparer.OrdinalIgnoreCase);
}
