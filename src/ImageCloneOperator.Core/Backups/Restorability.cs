using System.Globalization;
using ImageCloneOperator.Core.Images;

namespace ImageCloneOperator.Core.Backups;

/// <summary>Whether the images of a policy could be restored from their copies.</summary>
/// <param name="State">That of the worst.</param>
/// <param name="Message">How many, and the first of those that could not.</param>
public sealed record Restorability(RestorableState State, string Message)
{
    private const int MaxNamed = 3;

    /// <summary>A check or two may be late: a registry that is away for an hour proves nothing.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <param name="copies">Of all images in use.</param>
    /// <param name="nodes">The platforms of the cluster's nodes; null where they are not known.</param>
    /// <param name="verifyInterval">How often each copy is looked at.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null where no image is in use.</returns>
    public static Restorability? Of(
        IReadOnlyCollection<CopyEvidence> copies, IReadOnlyCollection<Platform>? nodes, TimeSpan verifyInterval, DateTimeOffset now)
    {
        if (copies.Count == 0) return null;
        var verifiedSince = now - (2 * verifyInterval) - Grace;
        var findings = copies.Select(copy => Judge(copy, nodes ?? [], verifiedSince)).OfType<Finding>()
            .OrderByDescending(finding => finding.State)
            .ThenBy(finding => finding.Text, StringComparer.Ordinal)
            .ToList();
        if (findings.Count == 0) return new(RestorableState.CopiesVerified, Whole(copies.Count, nodes is not null));
        var verb = findings[0].State == RestorableState.CopiesUnverified ? "verified" : "restored";
        var more = findings.Count > MaxNamed ? $"; and {findings.Count - MaxNamed} more" : "";
        return new(
            findings[0].State,
            $"{findings.Count} of {copies.Count} images could not be {verb}: "
                + string.Join("; ", findings.Take(MaxNamed).Select(finding => finding.Text)) + more);
    }

    private static string Whole(int count, bool nodesAreKnown) =>
        $"{count} of {count} images could be restored: their copies are whole"
        + (nodesAreKnown ? ", and serve the cluster's nodes" : "; the platforms of the cluster's nodes could not be read");

    private static Finding? Judge(CopyEvidence copy, IReadOnlyCollection<Platform> nodes, DateTimeOffset verifiedSince)
    {
        if (copy.WhyMissing is { } why) return new(RestorableState.CopiesMissing, $"{copy.Image}: {why}");
        var missing = PlatformNeeds.Missing(nodes, copy.Offered, copy.IsWhole);
        if (missing.Count > 0)
        {
            return new(
                RestorableState.PlatformsMissing,
                $"{copy.Image}: its copy has no {string.Join(", ", missing)}, only {string.Join(", ", copy.Offered)}");
        }

        if (copy.IsHidden)
            return new(RestorableState.CopiesUnverified, $"{copy.Image}: the target does not let its account read the copy");
        return copy.LastVerified >= verifiedSince
            ? null
            : new(RestorableState.CopiesUnverified, $"{copy.Image}: its copy {LastLook(copy.LastVerified)}");
    }

    private static string LastLook(DateTimeOffset? time) => time is { } at
        ? $"was last found whole at {at.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}"
        : "has not been looked at yet";

    private sealed record Finding(RestorableState State, string Text);
}
