using ImageCloneOperator.Core.Images;
using ImageCloneOperator.Core.Policies;
using ImageCloneOperator.Core.Targets;
using ImageCloneOperator.Core.Workloads;

namespace ImageCloneOperator.Core.Planning;

/// <summary>Follows a container of ours to the copy that a rollback, or an edit of its tag, points it at.</summary>
internal static class RolledBackImages
{
    /// <summary>The originals of the images as they stand now.</summary>
    public static IReadOnlyDictionary<string, string> Originals(Workload workload, PolicySet policies)
    {
        var moved = workload.Images
            .Select(image => (image.Container, Original: Moved(workload, image, policies)))
            .Where(image => image.Original is not null)
            .ToList();
        if (moved.Count == 0) return workload.Originals;
        var originals = workload.Originals.ToDictionary(StringComparer.Ordinal);
        foreach (var (container, original) in moved) originals[container] = original!;
        return originals;
    }

    private static string? Moved(Workload workload, ContainerImage image, PolicySet policies)
    {
        if (!workload.Originals.TryGetValue(image.Container, out var text) || OriginalImages.IsCopy(image.Image, text)) return null;
        if (!ImageReference.TryParse(image.Image, out var current, out _) || !ImageReference.TryParse(text, out var before, out _))
            return null;
        // Only under a target of ours: elsewhere the same name is somebody's own mirror.
        if (policies.TargetOwner(current) is null || TargetRegistry.CopiedTag(current, before) is not { } tag) return null;
        var original = before.WithTag(tag);
        return text == before.Familiar ? original.Familiar : original.ToString();
    }
}
