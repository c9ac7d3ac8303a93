using ImageCloneOperator.Commands.Catalogs;
using ImageCloneOperator.Commands.Copy.Pairs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Commands.Restore;

/// <summary>Where the images of a catalogue go: below another registry, by the catalogue's layout, or to their original names.</summary>
internal sealed class RestorePlan(CatalogSelection catalog, string? to)
{
    private readonly TargetRegistry? _target = to is null ? null : Parse(to, catalog.Document.Layout);

    /// <summary>What was backed up, whatever the copy's tag has now.</summary>
    public IReadOnlyList<CopyPair> Pairs() => [.. catalog.Entries.Select(Pair).OfType<CopyPair>()];

    /// <summary>Images without a complete copy.</summary>
    public IEnumerable<CatalogEntry> Missing => catalog.Entries.Where(entry => entry.Content is null);

    /// <summary>The name that pods would pull the image by.</summary>
    public ImageReference PlaceOf(CatalogEntry entry) => _target?.Locate(entry.Source) ?? entry.Copy;

    private CopyPair? Pair(CatalogEntry entry)
    {
        if (entry.Content is not { } content) return null;
        var place = _target?.Locate(entry.Source) ?? entry.Source;
        return new CopyPair(entry.Copy.ToString(), place.ToString(), entry.Copy.PinnedTo(content), place);
    }

    private static TargetRegistry Parse(string text, TargetLayout layout)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (registry, prefix) = slash < 0 ? (text, null) : (text[..slash], text[(slash + 1)..]);
        return TargetRegistry.TryCreate(registry, prefix, layout, out var target, out var error)
            ? target
            : throw new UsageException($"--to: {error}.");
    }
}
