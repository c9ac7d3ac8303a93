using System.Globalization;

namespace ImageCloneOperator.Core.Images;

/// <summary>Text that somebody else wrote, such as an image field, at a length that people can read beside what is said of it.</summary>
public static class ShortText
{
    private const int Longest = 300;
    private const int Begin = 200;
    private const int End = 50;

    /// <summary>Of a foreign registry's own words: Events and conditions are no place for more.</summary>
    private const int LongestForeign = 200;

    public static string Of(string text) => text.Length <= Longest
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text[..Begin]}…{text[^End..]} ({text.Length} characters)");

    /// <summary>What a foreign host answered, as one line of at most 200 characters.</summary>
    public static string OfForeign(string text) =>
        text.Length <= LongestForeign ? OneLine(text) : OneLine(text[..(LongestForeign - 1)]) + "…";

    /// <summary>With spaces in the place of control characters.</summary>
    public static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
