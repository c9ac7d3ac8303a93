using System.Text.Json;

namespace ImageCloneOperator.Core.Workloads;

/// <summary>
/// The annotation that says that another writer kept putting the original images back, and that the operator has given way.
/// </summary>
/// <param name="At">When it gave way.</param>
/// <param name="By">The other writer, by its name as a field manager; empty where it is not known.</param>
/// <param name="Images">The images that were put back, by container: another image there begins anew.</param>
public sealed record RewriteConflict(DateTimeOffset At, string By, IReadOnlyDictionary<string, string> Images)
{
    /// <summary>An annotation that cannot be read still asks to leave the workload alone.</summary>
    public static RewriteConflict? Parse(string? annotation)
    {
        if (annotation is null) return null;
        try
        {
            var found = JsonSerializer.Deserialize(annotation, AnnotationJsonContext.Default.RewriteConflict);
            return found is { By: not null, Images: not null } ? found : Unreadable();
        }
        catch (JsonException)
        {
            return Unreadable();
        }
    }

    public string Format() => JsonSerializer.Serialize(this, AnnotationJsonContext.Default.RewriteConflict);

    /// <summary>Whether the workload still has the images that it is about.</summary>
    internal bool Concerns(Workload workload) => Images.All(
        image => workload.Images.Any(current => current.Container == image.Key && workload.Original(current) == image.Value));

    private static RewriteConflict Unreadable() => new(default, "", OriginalImages.None);
}
