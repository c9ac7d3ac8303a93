using ImageCloneOperator.Dashboard;

namespace ImageCloneOperator.Tests.Dashboard;

public sealed class LivePartTests
{
    [Fact]
    public void Nothing_is_sent_of_what_stays() => Assert.Empty(Changes([Table("a", "b")], [Table("a", "b")]));

    [Fact]
    public void Changed_row_is_sent_alone() => Assert.Equal(["<i>b:2</i>"], Changes([Table("a", "b:1")], [Table("a", "b:2")]));

    [Theory]
    [InlineData("a")]
    [InlineData("b a")]
    [InlineData("a b c")]
    public void Rows_that_come_go_or_change_places_are_sent_as_a_whole(string rows)
    {
        var after = Table(rows.Split(' '));

        Assert.Equal([after.Html.Text], Changes([Table("a", "b")], [after]));
    }

    [Fact]
    public void All_is_sent_at_first() => Assert.Equal(2, Changes([], [Table("a"), LivePart.Of("p", "x", new Html("y"))]).Count);

    private static List<string> Changes(IReadOnlyList<LivePart> before, IReadOnlyList<LivePart> after) =>
        [.. LivePart.Changes(before, after).Select(html => html.Text)];

    private static LivePart Table(params string[] rows) => new(
        new Html("<b>"), [.. rows.Select(row => new LiveRow(row.Split(':')[0], new Html($"<i>{row}</i>")))], new Html("</b>"));
}
