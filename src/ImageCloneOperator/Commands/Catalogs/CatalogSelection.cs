using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Catalogs;

/// <summary>A catalogue that was read, with those of its images that were chosen.</summary>
internal sealed record CatalogSelection(ImageReference Reference, CatalogDocument Document, IReadOnlyList<CatalogEntry> Entries);
