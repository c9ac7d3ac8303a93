using ImageCloneOperator.Core.Catalogs;

namespace ImageCloneOperator.Core.Tests.Catalogs;

public sealed class RestorePointsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 5, 0, 0, TimeSpan.Zero);
    private static readonly string Latest = CatalogTag.Latest("prod", "web.eu");

    [Fact]
    public void Points_beyond_the_age_expire_and_the_newest_never()
    {
        var points = Points([1, 2, 3, 30]);

        Assert.Equal([Tag(30)], points.Expired(keep: 100, TimeSpan.FromDays(7), Now));
        Assert.Equal([Tag(2), Tag(3), Tag(30)], points.Expired(keep: 1, TimeSpan.Zero, Now));
    }

    [Fact]
    public void Days_keep_their_last_point_beyond_the_number()
    {
        // At 05:00 the last hour's points are of one day, and those of 6 and 7 hours ago of the day before.
        double[] days = [0, 1 / 24.0, 2 / 24.0, 6 / 24.0, 7 / 24.0, 3, 3.1];

        var expired = Points(days).Expired(keep: 2, TimeSpan.FromDays(365), Now);

        Assert.Equal([Tag(2 / 24.0), Tag(7 / 24.0), Tag(3.1)], expired);
    }

    [Fact]
    public void Point_at_a_time_is_the_latest_one_written_by_then()
    {
        Assert.Equal(Tag(2), Points([1, 2, 3]).At(Now - TimeSpan.FromDays(1.5)));
        Assert.Null(Points([1, 2, 3]).At(Now - TimeSpan.FromDays(4)));
    }

    [Fact]
    public void Document_reads_back_and_its_identity_leaves_the_time_out()
    {
        var document = new CatalogDocument
        {
            Cluster = "prod",
            Policy = "web",
            Time = Now,
            Images = [new CatalogImage { Source = "docker.io/library/nginx:1.27", Target = "r.example.com/docker.io/library/nginx:1.27" }],
        };

        var read = CatalogFormat.Read(CatalogFormat.Write(document));

        Assert.Equal(document.Images, read.Images);
        Assert.Equal(Now, read.Time);
        Assert.Equal(document.Content(), (read with { Time = Now.AddDays(1) }).Content());
        Assert.Throws<FormatException>(() => CatalogFormat.Read("""{"version":2,"cluster":"c","policy":"p","images":[]}"""u8));
    }

    private static string Tag(double days) => CatalogTag.Point("prod", "web.eu", Now - TimeSpan.FromDays(days));

    private static RestorePoints Points(IEnumerable<double> days) =>
        new(Latest, [.. days.Select(Tag), Latest, CatalogTag.Point("prod", "web", Now), $"{Latest}.other"]);
}
