namespace ImageCloneOperator.Core.Catalogs;

/// <summary>The restore points of one catalogue, by the tags of its repository.</summary>
public sealed class RestorePoints(string latest, IEnumerable<string> tags)
{
    private readonly (DateTimeOffset Time, string Tag)[] _points =
    [
        .. tags.Select(tag => (Time: CatalogTag.TimeOf(latest, tag), Tag: tag))
            .Where(point => point.Time is not null)
            .Select(point => (point.Time!.Value, point.Tag))
            .OrderDescending(),
    ];

    /// <summary>The latest one that was written at this time or before it; null where there is none.</summary>
    public string? At(DateTimeOffset time) => _points.Where(point => point.Time <= time).Select(point => point.Tag).FirstOrDefault();

    /// <summary>
    /// Those beyond the age, and those that are neither among the newest ones nor the last of their day (UTC); never the newest one. The
    /// days keep a busy hour, such as a new cluster's first, from driving out the points of a cluster that is gone.
    /// </summary>
    public IReadOnlyList<string> Expired(int keep, TimeSpan keepFor, DateTimeOffset now)
    {
        return [.. _points.Where((_, i) => i > 0 && !IsKept(i)).Select(point => point.Tag)];

        bool IsKept(int i) => _points[i].Time + keepFor >= now && (i < keep || Day(i) != Day(i - 1));

        DateTime Day(int i) => _points[i].Time.UtcDateTime.Date;
    }
}
