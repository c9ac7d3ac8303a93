using ImageCloneOperator.Core.Catalogs;

namespace ImageCloneOperator.Commands.Catalogs;

/// <summary>A catalogue that was read, with those of its images that were chosen.</summary>
internal sealed record CatalogSelection(CatalogDocument Document, IReadOnlyList<CatalogEntry> Entries);
