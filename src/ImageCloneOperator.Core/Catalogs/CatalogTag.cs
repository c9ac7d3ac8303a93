using System.Globalization;

namespace ImageCloneOperator.Core.Catalogs;

/// <summary>
/// The tags of catalogues: <c>CLUSTER.POLICY</c> is the latest, <c>CLUSTER.POLICY.20261129T050000Z</c> a restore point. No cluster's name
/// has a dot and no policy's name has an upper-case letter, so that no tag can be read in two ways.
/// </summary>
public static class CatalogTag
{
    /// <summary>The repository below a target's prefix. No copy has this name: copies have their source's host in theirs.</summary>
    public const string Repository = "imageclone-catalog";

    public const int MaxClusterLength = 40;

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    public static bool IsClusterName(string name) =>
        name.Length is > 0 and <= MaxClusterLength
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-'
        && name[^1] != '-';

    public static string Latest(string cluster, string policy) => $"{cluster}.{policy}";

    public static string Point(string cluster, string policy, DateTimeOffset time) =>
        $"{Latest(cluster, policy)}.{time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}";

    /// <returns>The cluster whose current catalogue has the tag; null where it is a restore point, or another thing's tag.</returns>
    public static string? ClusterOf(string tag) =>
        tag.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && IsClusterName(tag[..dot]) && !IsPoint(tag) ? tag[..dot] : null;

    public static bool IsPoint(string tag) => tag.LastIndexOf('.') is > 0 and var dot && TimeOf(tag[..dot], tag) is not null;

    /// <returns>Null where the tag is no restore point of <paramref name="latest"/>.</returns>
    public static DateTimeOffset? TimeOf(string latest, string tag) =>
        tag.StartsWith($"{latest}.", StringComparison.Ordinal)
        && DateTimeOffset.TryParseExact(
            tag.AsSpan(latest.Length + 1),
            TimeFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time)
            ? time
            : null;
}
