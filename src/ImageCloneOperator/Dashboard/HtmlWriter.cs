using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace ImageCloneOperator.Dashboard;

/// <summary>Fills the holes of an interpolated string for <see cref="Html.Of"/>.</summary>
[InterpolatedStringHandler]
internal readonly struct HtmlWriter(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Html markup) => _text.Append(markup.Text);

    public void AppendFormatted(string? text) => _text.Append(HtmlEncoder.Default.Encode(text ?? ""));

    public void AppendFormatted(long number) => _text.Append(number);

    public override string ToString() => _text.ToString();
}
