using System.Buffers;

namespace ImageCloneOperator.Core.Images;

/// <summary>
/// An OCI layout (image-spec, image-layout.md): a folder, <c>oci:DIR</c>, or a tar archive of one, <c>oci-archive:FILE</c>. Its images are
/// <c>oci:DIR:NAME</c>, where NAME is the annotation <c>org.opencontainers.image.ref.name</c>, or <c>oci:DIR@DIGEST</c>.
/// </summary>
public sealed record LayoutReference
{
    private const string FolderScheme = "oci:";
    private const string ArchiveScheme = "oci-archive:";
    private static readonly SearchValues<char> NameChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:@/+");

    private LayoutReference(string path, bool isArchive) => (Path, IsArchive) = (path, isArchive);

    /// <summary>In full.</summary>
    public string Path { get; }

    public bool IsArchive { get; }

    /// <summary>Whether the text names a layout, or tries to.</summary>
    public static bool IsLayout(string text) =>
        text.StartsWith(FolderScheme, StringComparison.Ordinal) || text.StartsWith(ArchiveScheme, StringComparison.Ordinal);

    /// <summary>Reads an image of a layout. The path ends at the first colon behind it, as skopeo reads it.</summary>
    /// <param name="text">A text that <see cref="IsLayout"/>.</param>
    /// <returns>The image; or what is wrong, and how to write it right.</returns>
    public static (ImageReference? Image, string? Error) Parse(string text)
    {
        var scheme = text.StartsWith(FolderScheme, StringComparison.Ordinal) ? FolderScheme : ArchiveScheme;
        var (rest, digest) = CutDigest(text[scheme.Length..]);
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        var (path, name) = colon < 0 ? (rest, "") : (rest[..colon], rest[(colon + 1)..]);
        if (path.Length == 0) return (null, $"'{ShortText.Of(text)}' names no path; write {scheme}PATH or {scheme}PATH:NAME");
        if (!IsName(name))
            return (null, $"'{ShortText.Of(text)}': the name '{ShortText.Of(name)}' is malformed; write a tag, or repository:tag");
        var (repository, tag) = Split(name);
        return (new LayoutReference(System.IO.Path.GetFullPath(path), scheme == ArchiveScheme).At(repository, tag, digest), null);
    }

    /// <returns>The layout that the image is in; null for one in a registry.</returns>
    public static LayoutReference? Of(ImageReference image)
    {
        if (!image.IsInLayout) return null;
        var isArchive = image.Registry.StartsWith(ArchiveScheme, StringComparison.Ordinal);
        return new LayoutReference(image.Registry[(isArchive ? ArchiveScheme : FolderScheme).Length..], isArchive);
    }

    /// <summary>The image that a layout has under <c>repository:tag</c>, where each may be empty.</summary>
    public ImageReference At(string repository, string tag, Digest? digest = null) => new(ToString(), repository, tag, digest);

    public override string ToString() => (IsArchive ? ArchiveScheme : FolderScheme) + Path;

    private static (string Before, Digest? Digest) CutDigest(string text)
    {
        var at = text.LastIndexOf('@');
        return at >= 0 && Digest.TryParse(text[(at + 1)..], out var digest) ? (text[..at], digest) : (text, null);
    }

    /// <summary>A name without a tag is all repository; one without a repository is all tag.</summary>
    private static (string Repository, string Tag) Split(string name)
    {
        var colon = name.LastIndexOf(':');
        if (colon > 0 && ReferenceGrammar.IsTag(name.AsSpan(colon + 1))) return (name[..colon], name[(colon + 1)..]);
        return name.Length == 0 || ReferenceGrammar.IsTag(name) ? ("", name) : (name, "");
    }

    private static bool IsName(string name) =>
        name.Length == 0
        || (name.Length <= ReferenceGrammar.MaxNameLength + ReferenceGrammar.MaxTagLength
            && (ReferenceGrammar.IsTag(name)
                || (!name.AsSpan().ContainsAnyExcept(NameChars)
                    && Array.TrueForAll(name.Split('/'), part => part.Length > 0 && char.IsAsciiLetterOrDigit(part[0])))));
}
