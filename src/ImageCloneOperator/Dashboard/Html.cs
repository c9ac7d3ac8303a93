namespace ImageCloneOperator.Dashboard;

/// <summary>Markup. Whatever is put into a hole of it is encoded, unless it is markup itself.</summary>
internal readonly record struct Html(string Text)
{
    public static Html Of(HtmlWriter writer) => new(writer.ToString());

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Text)));
}
