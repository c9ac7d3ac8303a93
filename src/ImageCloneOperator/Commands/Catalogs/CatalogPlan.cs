using ImageCloneOperator.Commands.Copy.Pairs;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Catalogs;

/// <summary>Where the images of a catalogue go: to another place, or to their original names.</summary>
internal sealed class CatalogPlan(CatalogSelection catalog, CatalogPlace? to)
{
    /// <summary>What was backed up, whatever the copy's tag has now.</summary>
    public IReadOnlyList<CopyPair> Pairs() => [.. catalog.Entries.Select(Pair).OfType<CopyPair>()];

    /// <summary>The catalogue itself, which goes along where others are to find the images by it.</summary>
    public CopyPair CatalogPair() => CopyPair.Of(catalog.Reference, to!.Catalog(catalog.Reference.Tag ?? "latest"));

    /// <summary>Images without a complete copy.</summary>
    public IEnumerable<CatalogEntry> Missing => catalog.Entries.Where(entry => entry.Content is null);

    /// <summary>The name that pods would pull the image by.</summary>
    public ImageReference PlaceOf(CatalogEntry entry) => to?.Locate(entry.Source) ?? entry.Copy;

    private CopyPair? Pair(CatalogEntry entry) => entry.Content is { } content
        ? CopyPair.Of(entry.Copy, to?.Locate(entry.Source) ?? entry.Source) with { Source = entry.Copy.PinnedTo(content) }
        : null;
}
