using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Retention;

/// <summary>The list of what a moved tag pointed to before.</summary>
public static class PreviousDigests
{
    /// <summary>
    /// As many as a tag rule may keep: what goes beyond its own number stays in the list until its anchor has been given up.
    /// </summary>
    private const int Most = 100;

    /// <summary>Adds content that pods run, unless there are too many.</summary>
    public static List<string>? With(IReadOnlyList<string>? before, IEnumerable<string> running)
    {
        var all = (before ?? []).Union(running, StringComparer.Ordinal).Take(Most).ToList();
        return all.Count == 0 ? null : all;
    }

    /// <returns>Latest first; null where there are none.</returns>
    public static List<string>? After(IReadOnlyList<string>? before, Digest? replaced, int keepPrevious)
    {
        // Without keepPrevious nothing is anchored.
        var latest = keepPrevious > 0 ? replaced?.ToString() : null;
        var all = (before ?? []).Prepend(latest).OfType<string>().Distinct(StringComparer.Ordinal).Take(Most).ToList();
        return all.Count == 0 ? null : all;
    }
}
