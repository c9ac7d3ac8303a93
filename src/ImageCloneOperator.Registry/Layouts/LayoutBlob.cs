namespace ImageCloneOperator.Registry.Layouts;

/// <summary>A blob that a layout has.</summary>
/// <param name="Size">Its bytes.</param>
/// <param name="OpenAt">Opens it at an offset.</param>
internal sealed record LayoutBlob(long Size, Func<long, Stream> OpenAt);
