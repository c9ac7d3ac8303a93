namespace ImageCloneOperator.Dashboard;

/// <summary>A part of a page that is sent again when it has changed: an element with an id, and rows within that have ids, too.</summary>
/// <param name="Tag">Its start tag, with its id.</param>
/// <param name="Rows">What it holds.</param>
/// <param name="EndTag">Its end tag.</param>
internal sealed record LivePart(Html Tag, IReadOnlyList<LiveRow> Rows, Html EndTag)
{
    public Html Html => Html.Of($"{Tag}{Html.Join(Rows.Select(row => row.Html))}{EndTag}");

    /// <summary>A part that is sent again as a whole.</summary>
    /// <param name="element">Such as <c>ul</c>.</param>
    /// <param name="id">Its id.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="style">Its class, if any.</param>
    public static LivePart Of(string element, string id, Html content, string style = "") =>
        new(Html.Of($"<{element} id=\"{id}\" class=\"{style}\">{content}"), [], Html.Of($"</{element}>"));

    /// <summary>The elements that take the place of those with their ids.</summary>
    public static IEnumerable<Html> Changes(IReadOnlyList<LivePart> before, IReadOnlyList<LivePart> after) =>
        after.SelectMany((part, i) => part.Changes(before.ElementAtOrDefault(i)));

    private IEnumerable<Html> Changes(LivePart? before)
    {
        if (before is null || before.Tag != Tag || !before.Rows.Select(row => row.Id).SequenceEqual(Rows.Select(row => row.Id)))
            return [Html];
        return Rows.Where((row, i) => row.Html != before.Rows[i].Html).Select(row => row.Html);
    }
}

/// <summary>An element within a part.</summary>
internal sealed record LiveRow(string Id, Html Html);
