using System.Text.RegularExpressions;

namespace ImageCloneOperator.Core.Network;

/// <summary>
/// Cuts logins out of the URLs in a text. Messages of lower layers quote addresses, such as that of a proxy with its password.
/// </summary>
public static partial class UrlLogins
{
    /// <returns>The text with <c>https://user:password@host</c> as <c>https://host</c>.</returns>
    public static string Remove(string text) => text.Contains("://", StringComparison.Ordinal) ? Login().Replace(text, "${scheme}") : text;

    /// <summary>A password that was not escaped may hold an @: everything up to the last one before the path is cut.</summary>
    [GeneratedRegex(@"(?<scheme>[A-Za-z][A-Za-z0-9+.-]*://)[^/?#\s""'<>]*@", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Login();
}
