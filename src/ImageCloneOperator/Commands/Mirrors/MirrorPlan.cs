using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Commands.Mirrors;

/// <summary>What of a catalogue nodes can pull by their own names, and what they cannot.</summary>
/// <param name="Registries">Those with an image that can.</param>
/// <param name="Unreachable">A line for each image that cannot, or has no copy.</param>
/// <param name="Example">A copy that can.</param>
internal sealed record MirrorPlan(
    IReadOnlyList<MirroredRegistry> Registries, IReadOnlyList<string> Unreachable, ImageReference Example)
{
    /// <param name="catalog">The catalogue.</param>
    /// <param name="plainHttp">Registries that speak HTTP without TLS.</param>
    /// <exception cref="CatalogException">No image can be pulled so.</exception>
    public static MirrorPlan Of(CatalogSelection catalog, IReadOnlyList<string> plainHttp)
    {
        if (catalog.Document.Layout != TargetLayout.Nested)
        {
            throw new CatalogException(
                "the copies are named by the layout Flat, and nodes can only put something before a name; "
                + "only a policy with target.layout: Nested has copies for this");
        }

        var target = CatalogPlace.RegistryOf(catalog.Reference, TargetLayout.Nested) ?? throw new CatalogException(
            $"--catalog {catalog.Reference} is not beside copies in a registry; name one as REGISTRY[/PREFIX]/{CatalogTag.Repository}:TAG");
        var reached = catalog.Entries.ToLookup(
            entry => entry.Content is not null && MirroredRegistry.Reaches(target, entry.Source, entry.Copy));
        List<MirroredRegistry> registries =
        [
            .. reached[true].Select(entry => entry.Source.Registry).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => new MirroredRegistry(name, target, IsPlain(name), IsPlain(target.Registry))),
        ];
        return registries.Count > 0
            ? new MirrorPlan(registries, [.. reached[false].Select(Explain)], reached[true].First().Copy)
            : throw new CatalogException("the catalogue has no image that nodes could pull so");

        bool IsPlain(string registry) => plainHttp.Contains(registry, StringComparer.OrdinalIgnoreCase);
    }

    private static string Explain(CatalogEntry entry) => entry.Content is null
        ? $"{entry.Source}: {entry.WhyIncomplete}"
        : $"{entry.Source}: its copy has another name, {entry.Copy}; only the operator's rewrite, or restore --map, leads there";
}
