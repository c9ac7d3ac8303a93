using System.Collections.Frozen;
using System.Text.Json;
using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Targets;

namespace ImageCloneOperator.Core.Planning;

/// <summary>The annotation that keeps the images before rewriting: JSON, from container to image.</summary>
public static class OriginalImages
{
    public static IReadOnlyDictionary<string, string> None { get; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What cannot be read says nothing: the annotation is in users' hands.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string? annotation)
    {
        if (string.IsNullOrEmpty(annotation)) return None;
        try
        {
            var images = JsonSerializer.Deserialize(annotation, CoreJsonContext.Default.DictionaryStringString);
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
        return JsonSerializer.Serialize(sorted, CoreJsonContext.Default.SortedDictionaryStringString);
    }

    /// <summary>
    /// The originals of the images as they stand now: a rollback, or an edit of the tag, points a container of ours at another copy of the same repository.
    /// </summary>
    internal static IReadOnlyDictionary<string, string> Follow(WorkloadInfo workload, PolicySet policies)
    {
        var moved = workload.Images.Select(image => (image.Container, Original: Moved(workload, image, policies))).Where(image => image.Original is not null).ToList();
        if (moved.Count == 0) return workload.Originals;
        var originals = workload.Originals.ToDictionary(StringComparer.Ordinal);
        foreach (var (container, original) in moved) originals[container] = original!;
        return originals;
    }

    /// <summary>Whether the image is named as a copy of the original, at whatever target: a policy's may have changed since.</summary>
    internal static bool IsCopy(string image, string original) =>
        ImageReference.TryParse(image, out var current, out _)
        && ImageReference.TryParse(original, out var source, out _)
        && BackupTarget.LooksLikeCopy(current, source);

    private static string? Moved(WorkloadInfo workload, ContainerImage image, PolicySet policies)
    {
        if (!workload.Originals.TryGetValue(image.Container, out var text) || IsCopy(image.Image, text)) return null;
        if (!ImageReference.TryParse(image.Image, out var current, out _) || !ImageReference.TryParse(text, out var before, out _)) return null;
        // Only under a target of ours: elsewhere the same name is somebody's own mirror.
        if (policies.TargetOwner(current) is null || BackupTarget.CopiedTag(current, before) is not { } tag) return null;
        var original = before.WithTag(tag);
        return text == before.Familiar ? original.Familiar : original.ToString();
    }
}
