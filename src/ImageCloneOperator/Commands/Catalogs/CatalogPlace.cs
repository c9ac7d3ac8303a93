using ImageCloneOperator.Core.Catalogs;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Commands.Catalogs;

/// <summary>
/// Where the copies of a catalogue are, or go to: below a registry's prefix by the catalogue's layout of names, or in an OCI layout under
/// the names that workloads pull.
/// </summary>
internal sealed class CatalogPlace
{
    private readonly TargetRegistry? _registry;
    private readonly LayoutReference? _layout;

    private CatalogPlace(TargetRegistry? registry, LayoutReference? layout) => (_registry, _layout) = (registry, layout);

    /// <param name="text">REGISTRY[/PREFIX], <c>oci:DIR</c> or <c>oci-archive:FILE</c>.</param>
    /// <param name="names">The catalogue's layout of names.</param>
    /// <param name="option">The option or argument that is read.</param>
    /// <exception cref="UsageException">It is none of these.</exception>
    public static CatalogPlace Parse(string text, TargetLayout names, string option)
    {
        if (LayoutReference.IsLayout(text))
        {
            var image = ImageArgument.Parse(text, option);
            return image is { Repository: "", Tag: "", Digest: null }
                ? new CatalogPlace(null, LayoutReference.Of(image))
                : throw new UsageException($"{option}: '{text}' names an image; leave its name out, the images keep theirs.");
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (registry, prefix) = slash < 0 ? (text, null) : (text[..slash], text[(slash + 1)..]);
        return TargetRegistry.TryCreate(registry, prefix, names, out var target, out var error)
            ? new CatalogPlace(target, null)
            : throw new UsageException($"{option}: {error}.");
    }

    /// <summary>Where a catalogue itself lies; null where that says nothing about its copies.</summary>
    public static CatalogPlace? Of(ImageReference catalog, TargetLayout names)
    {
        if (LayoutReference.Of(catalog) is { } layout) return new CatalogPlace(null, layout);
        return RegistryOf(catalog, names) is { } registry ? new CatalogPlace(registry, null) : null;
    }

    /// <summary>The registry that a catalogue lies in beside its copies; null where it lies elsewhere.</summary>
    public static TargetRegistry? RegistryOf(ImageReference catalog, TargetLayout names)
    {
        var path = $"/{catalog.Repository}";
        if (catalog.IsInLayout || !path.EndsWith($"/{CatalogTag.Repository}", StringComparison.Ordinal)) return null;
        var prefix = path[..^CatalogTag.Repository.Length].Trim('/');
        return TargetRegistry.TryCreate(catalog.Registry, prefix, names, out var target, out _) ? target : null;
    }

    /// <summary>The place of an image's copy.</summary>
    public ImageReference Locate(ImageReference source) => _registry?.Locate(source)
        ?? _layout!.At(source.Name, source.Digest is { } digest ? AnchorTag.For(digest) : source.Tag!);

    /// <summary>The place of the catalogue.</summary>
    public ImageReference Catalog(string tag) =>
        _registry?.Own(CatalogTag.Repository, tag) ?? _layout!.At(CatalogTag.Repository, tag);

    public bool Contains(ImageReference copy) => _registry?.Contains(copy) ?? LayoutReference.Of(copy) == _layout;
}
