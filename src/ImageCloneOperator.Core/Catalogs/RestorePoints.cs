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

    /// <summary>Those beyond the number or the age to keep; never the newest one.</summary>
    public IReadOnlyList<string> Expired(int keep, TimeSpan keepFor, DateTimeOffset now) =>
        [.. _points.Skip(1).Where((point, i) => i + 1 >= keep || point.Time + keepFor < now).Select(point => point.Tag)];
}
