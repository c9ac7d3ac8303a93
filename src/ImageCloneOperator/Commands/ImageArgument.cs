using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Commands;

/// <summary>Images as they are named on the command line: in a registry or in an OCI layout.</summary>
internal static class ImageArgument
{
    public static bool TryParse(string text, out ImageReference? image, out string? error)
    {
        if (!LayoutReference.IsLayout(text)) return ImageReference.TryParse(text, out image, out error);
        (image, error) = LayoutReference.Parse(text);
        return image is not null;
    }

    /// <param name="text">The image.</param>
    /// <param name="where">The option or argument that names it.</param>
    /// <exception cref="UsageException">The text is no image.</exception>
    public static ImageReference Parse(string text, string where) =>
        TryParse(text, out var image, out var error) ? image! : throw new UsageException($"{where} '{text}': {error}");

    /// <summary>An image that is to be read: its layout must be there.</summary>
    public static bool TryParseSource(string text, out ImageReference? image, out string? error)
    {
        if (!TryParse(text, out image, out error)) return false;
        if (LayoutReference.Of(image!) is not { } layout) return true;
        if (layout.IsArchive ? !File.Exists(layout.Path) : !Directory.Exists(layout.Path))
            error = $"there is no {(layout.IsArchive ? "file" : "folder")} {layout.Path}";
        return error is null;
    }

    /// <exception cref="UsageException">The text is no image, or its layout is not there.</exception>
    public static ImageReference ParseSource(string text, string where) =>
        TryParseSource(text, out var image, out var error) ? image! : throw new UsageException($"{where} '{text}': {error}");
}
