using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands.Catalogs;

/// <summary>An image of a catalogue.</summary>
/// <param name="Image">What the catalogue says of it.</param>
/// <param name="Source">The image as its workloads name it.</param>
/// <param name="Copy">The copy's name.</param>
/// <param name="Content">The copy's digest; null where there was no complete one.</param>
internal sealed record CatalogEntry(CatalogImage Image, ImageReference Source, ImageReference Copy, Digest? Content)
{
    /// <summary>What is said of an image without <see cref="Content"/>.</summary>
    public string WhyIncomplete => $"the catalogue knows no complete copy of it ({Image.Reason})";

    /// <param name="image">What the catalogue says of it.</param>
    /// <param name="copies">Where the catalogue lies: one that was copied has its copies there, whatever it says.</param>
    /// <exception cref="FormatException">A name or digest is malformed.</exception>
    public static CatalogEntry Of(CatalogImage image, CatalogPlace? copies)
    {
        var (source, copy) = (ImageReference.Parse(image.Source), ImageReference.Parse(image.Target));
        return new CatalogEntry(
            image,
            source,
            copies is null || copies.Contains(copy) ? copy : copies.Locate(source),
            image.Digest is { } digest ? Digest.Parse(digest) : null);
    }
}
