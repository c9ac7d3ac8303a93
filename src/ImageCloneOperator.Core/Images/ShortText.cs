using System.Globalization;

namespace ImageCloneOperator.Core.Images;

/// <summary>Text that somebody else wrote, such as an image field, at a length that people can read beside what is said of it.</summary>
public static class ShortText
{
    private const int Longest = 300;
    private const int Begin = 200;
    private const int End = 50;

    public static string Of(string text) => text.Length <= Longest
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text[..Begin]}…{text[^End..]} ({text.Length} characters)");
}
