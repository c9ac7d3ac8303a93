namespace ImageCloneOperator.Core.Images;

/// <summary>The platforms that a copy has to serve.</summary>
public static class PlatformNeeds
{
    /// <param name="needed">Those of the nodes, or those that somebody asks for.</param>
    /// <param name="offered">Those of the copy; none for an artefact, which has no platform and lacks none.</param>
    /// <param name="isWhole">
    /// The copy has all that its source had: what it lacks, the image never served, and its workloads keep to other nodes. It fails where
    /// it serves none of them.
    /// </param>
    public static IReadOnlyList<Platform> Missing(
        IReadOnlyCollection<Platform> needed, IReadOnlyCollection<Platform> offered, bool isWhole)
    {
        if (offered.Count == 0) return [];
        var missing = needed.Where(platform => !offered.Any(platform.Matches)).ToList();
        return isWhole && missing.Count < needed.Count ? [] : missing;
    }
}
