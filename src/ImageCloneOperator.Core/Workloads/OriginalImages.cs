using System.Collections.Frozen;
using System.Text.Json;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Core.Workloads;

/// <summary>The annotation that keeps the images before rewriting: JSON, from container to image.</summary>
public static class OriginalImages
{
    public static IReadOnlyDictionary<string, string> None { get; } = FrozenDictionary<string, string>.Empty;

    /// <summary>An annotation that cannot be read counts as none: it is in users' hands.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string? annotation)
    {
        if (string.IsNullOrEmpty(annotation)) return None;
        try
        {
            var images = JsonSerializer.Deserialize(annotation, AnnotationJsonContext.Default.DictionaryStringString);
            return images is null || images.ContainsValue(null!) ? None : images;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    /// <summary>The annotation's text, the same for the same images; null when there is nothing to keep.</summary>
    public static string? Format(IReadOnlyDictionary<string, string> images)
    {
        if (images.Count == 0) return null;
        var sorted = new SortedDictionary<string, string>(images.ToDictionary(), StringComparer.Ordinal);
        return JsonSerializer.Serialize(sorted, AnnotationJsonContext.Default.SortedDictionaryStringString);
    }

    /// <summary>Whether the image is named as a copy of the original, at whatever target: a policy's may have changed since.</summary>
    internal static bool IsCopy(string image, string original) =>
        ImageReference.TryParse(image, out var current, out _)
        && ImageReference.TryParse(original, out var source, out _)
        && TargetRegistry.LooksLikeCopy(current, source);
}
